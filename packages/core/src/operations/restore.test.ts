import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import type { OrchestrateEvent } from '../events.js';
import { testdir } from '../testdir.test-support.js';
import { backup } from './backup.js';
import type { RestoreOptions } from './restore.js';
import { restore } from './restore.js';

const FILES = {
  'package.json': '{ "name": "x" }',
  'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n}\n',
};
const HISTORY = `CREATE TABLE "_prisma_migrations" ("id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME,
  "migration_name" TEXT NOT NULL, "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0);
INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name") VALUES ('1', 'x', 1, '20260101000000_init');`;

let root: string;
let live: string;

/** Runs something on the database, as another program does. */
function run(sql: string, file = live): void {
  const connection = new BetterSqlite3(file);
  connection.exec(sql);
  connection.close();
}

function rowsOf(table: string, file = live): readonly unknown[] {
  const connection = new BetterSqlite3(file);
  const rows = connection.prepare(`SELECT * FROM ${table}`).pluck().all();
  connection.close();
  return rows;
}

async function backedUp(): Promise<string> {
  const { made } = await backup({ cwd: root });
  return made?.file ?? '';
}

function restored(options: Partial<RestoreOptions> = {}) {
  return restore({ cwd: root, allowDestructive: true, ...options });
}

/** Names that nobody expects to stay. */
function leftovers(): readonly string[] {
  const all = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return all.filter((name) => /\.tmp-|-journal$|-wal$|-shm$/.test(name));
}

beforeEach(() => {
  root = testdir(FILES);
  live = path.join(root, 'prisma/dev.db');
  run('CREATE TABLE a (x); INSERT INTO a VALUES (1), (2); CREATE INDEX i ON a (x)');
});

describe('restore', () => {
  it('brings back what was backed up, and keeps what was there with a way back', async () => {
    await backedUp();
    run('INSERT INTO a VALUES (3)');
    const result = await restored();
    expect(result).toMatchObject({ action: 'restored', differences: [], compared: { tables: 1, rows: 2 } });
    expect(rowsOf('a')).toEqual([1, 2]);
    const kept = result.replaced?.place ?? '';
    expect(rowsOf('a', kept)).toEqual([1, 2, 3]);
    expect(result.replaced?.bringBack).toBe(`orchestrate restore --database-url file:${live} ${kept}`);
    await restored({ backup: kept, dropReplaced: true });
    expect(rowsOf('a')).toEqual([1, 2, 3]);
    expect(leftovers()).toEqual([]);
  });

  it('takes the newest backup of this database, a name with or without its ending, or a path', async () => {
    const first = path.basename(await backedUp());
    run('INSERT INTO a VALUES (3)');
    const second = await backedUp();
    const elsewhere = path.join(root, 'prisma/other.db');
    run('CREATE TABLE other (x)', elsewhere);
    await backup({ cwd: root, databaseUrl: 'file:./prisma/other.db' });
    expect((await restored()).backup.file).toBe(second);
    await restored({ backup: first });
    expect(rowsOf('a')).toEqual([1, 2]);
    await restored({ backup: path.basename(second, '.backup') });
    expect(rowsOf('a')).toEqual([1, 2, 3]);
    await restored({ backup: path.relative(root, second), dropReplaced: true });
    await expect(restored({ backup: 'nope' })).rejects.toMatchObject({ code: 'BACKUP.UNKNOWN', kind: 'usage' });
    await expect(restored({ location: 'nowhere' })).rejects.toMatchObject({ code: 'BACKUP.UNKNOWN' });
  });

  it.each<[string, (file: string) => void, string]>([
    ['cut off', (file) => truncateSync(file, statSync(file).size - 1), 'BACKUP.DAMAGED'],
    ['empty', (file) => truncateSync(file, 0), 'BACKUP.DAMAGED'],
    ['longer', (file) => appendFileSync(file, 'x'), 'BACKUP.DAMAGED'],
    ['with one bit changed', flipBit, 'BACKUP.DAMAGED'],
    ['with a manifest that is none', (file) => writeFileSync(`${file}.json`, '{'), 'BACKUP.BAD_MANIFEST'],
    ['with a manifest of a later form', (file) => edit(file, { form: 2 }), 'BACKUP.NEWER_FORM'],
    ['of another provider', (file) => edit(file, { provider: 'postgresql' }), 'BACKUP.OTHER_PROVIDER'],
    [
      'whose rows were others',
      (file) => edit(file, { tables: [{ table: 'a', rows: 3, checksum: null }] }),
      'RESTORE.DIFFERS',
    ],
    ['whose history was another', (file) => edit(file, { revisions: { core: ['1_init'] } }), 'RESTORE.DIFFERS'],
  ])('refuses a backup that is %s, and leaves everything as it is', async (_, spoil, code) => {
    const file = await backedUp();
    spoil(file);
    run('INSERT INTO a VALUES (3)');
    const before = readFileSync(live);
    await expect(restored({ backup: path.basename(file) })).rejects.toMatchObject({ code });
    expect(readFileSync(live).equals(before)).toBe(true);
    expect(readdirSync(path.dirname(live)).filter((name) => name.includes('replaced'))).toEqual([]);
    expect(leftovers()).toEqual([]);
  });

  it.each<[string, string | Buffer, RegExp]>([
    ['nothing', '', /not a SQLite database/],
    ['something else', 'PGDMP and so on', /not a SQLite database/],
    ['half a database', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(5000, 7)]), /damaged/],
  ])('refuses a file without a manifest that holds %s', async (_, bytes, why) => {
    writeFileSync(path.join(root, 'file'), bytes);
    await expect(restored({ backup: 'file' })).rejects.toMatchObject({ message: expect.stringMatching(why) });
    expect(rowsOf('a')).toEqual([1, 2]);
    expect(leftovers()).toEqual([]);
  });

  it('brings back a database that only a link to it is left of, and knows its backups', async () => {
    const link = path.join(root, 'link.db');
    symlinkSync('prisma/dev.db', link);
    const file = await backedUp();
    rmSync(live);
    expect((await restored({ databaseUrl: 'file:./link.db' })).backup.file).toBe(file);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(rowsOf('a')).toEqual([1, 2]);
  });

  it('does not take the database itself for a backup of it', async () => {
    symlinkSync('prisma/dev.db', path.join(root, 'link.db'));
    await expect(restored({ backup: 'link.db' })).rejects.toMatchObject({ code: 'BACKUP.NOT_A_BACKUP' });
    expect(readdirSync(path.dirname(live)).filter((name) => name.includes('replaced'))).toEqual([]);
  });

  it('says of which other database a backup was taken', async () => {
    run('CREATE TABLE other (x)', path.join(root, 'prisma/other.db'));
    const { made } = await backup({ cwd: root, databaseUrl: 'file:./prisma/other.db' });
    const unconfirmed = restore({ cwd: root, backup: made?.name });
    await expect(unconfirmed).rejects.toMatchObject({
      code: 'RESTORE.DESTRUCTIVE',
      message: expect.stringContaining(', which was taken of file:./prisma/other.db, replaces'),
    });
  });

  it('refuses a database in use, of which another file has a part', async () => {
    const used = path.join(root, 'used.db');
    const connection = new BetterSqlite3(used);
    connection.pragma('journal_mode = WAL');
    connection.exec('CREATE TABLE b (x)');
    await expect(restored({ backup: 'used.db' })).rejects.toMatchObject({ code: 'BACKUP.NOT_A_BACKUP' });
    connection.close();
  });

  it('restores a backup of a time before manifests, and warns', async () => {
    const file = await backedUp();
    writeFileSync(path.join(path.dirname(file), '20250101T000000000Z.backup'), readFileSync(file));
    run('INSERT INTO a VALUES (3)');
    const events: OrchestrateEvent[] = [];
    const result = await restored({ backup: '20250101T000000000Z', onEvent: (event) => events.push(event) });
    expect(result).toMatchObject({ compared: null, backup: { state: 'unproved' } });
    expect(events).toContainEqual(expect.objectContaining({ kind: 'warning', code: 'BACKUP.NO_MANIFEST' }));
    expect(rowsOf('a')).toEqual([1, 2]);
  });

  it('takes a backup that nothing says whose it is for the latest only where no other is there', async () => {
    const file = await backedUp();
    rmSync(`${file}.json`);
    const elsewhere = { databaseUrl: 'file:./prisma/other.db' };
    run('CREATE TABLE other (x)', path.join(root, 'prisma/other.db'));
    expect((await restored({ ...elsewhere, verify: true })).backup.file).toBe(file);
    await backup({ cwd: root, ...elsewhere });
    await expect(restored()).rejects.toMatchObject({ code: 'BACKUP.UNKNOWN' });
  });

  it('needs a yes where something is replaced, and none where nothing is', async () => {
    await backedUp();
    const asked: unknown[] = [];
    const confirm = async (request: unknown): Promise<boolean> => asked.push(request) > 1;
    await expect(restore({ cwd: root })).rejects.toMatchObject({ code: 'RESTORE.DESTRUCTIVE', kind: 'consent' });
    await expect(restore({ cwd: root, confirm })).rejects.toMatchObject({ code: 'RESTORE.DESTRUCTIVE' });
    await restore({ cwd: root, confirm });
    expect(asked).toHaveLength(2);
    expect(asked[0]).toMatchObject({ keepsReplaced: true, backup: { isOfThisDatabase: true } });
    const elsewhere = { cwd: root, databaseUrl: 'file:./prisma/new.db' };
    await expect(restore(elsewhere)).rejects.toMatchObject({ code: 'BACKUP.UNKNOWN' });
    const [name] = readdirSync(path.join(root, '.orchestrate/backups')).filter((each) => each.endsWith('.backup'));
    const made = await restore({ ...elsewhere, backup: name });
    expect(made.replaced).toBeNull();
    expect(rowsOf('a', path.join(root, 'prisma/new.db'))).toEqual([1, 2]);
  });

  it('restores over a file that is no database any more', async () => {
    await backedUp();
    writeFileSync(live, 'the disk was not well');
    writeFileSync(`${live}-wal`, 'nor here');
    const { replaced } = await restored();
    expect(rowsOf('a')).toEqual([1, 2]);
    expect(readFileSync(replaced?.place ?? '', 'utf8')).toBe('the disk was not well');
    expect(existsSync(`${live}-wal`)).toBe(false);
  });

  it('leaves a link to a database what it is', async () => {
    await backedUp();
    const link = path.join(root, 'linked.db');
    symlinkSync(live, link);
    run('INSERT INTO a VALUES (3)');
    const { replaced } = await restored({ databaseUrl: 'file:./linked.db' });
    expect(rowsOf('a')).toEqual([1, 2]);
    expect(path.dirname(replaced?.place ?? '')).toBe(path.dirname(live));
    writeFileSync(live, 'the disk was not well');
    await restored({ databaseUrl: 'file:./linked.db' });
    expect(rowsOf('a')).toEqual([1, 2]);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
  });

  it('takes no journal that a lost database has left for that of the new one', async () => {
    await backedUp();
    const connection = new BetterSqlite3(live);
    connection.pragma('journal_mode = WAL');
    connection.exec('INSERT INTO a VALUES (3)');
    const wal = readFileSync(`${live}-wal`);
    connection.close();
    const lost = path.join(root, 'prisma/lost.db');
    writeFileSync(`${lost}-wal`, wal);
    const [name] = readdirSync(path.join(root, '.orchestrate/backups')).filter((each) => each.endsWith('.backup'));
    await restored({ databaseUrl: 'file:./prisma/lost.db', backup: name });
    expect(rowsOf('a', lost)).toEqual([1, 2]);
  });

  it.each([
    ['WAL', 4096],
    ['WAL', 8192],
    ['DELETE', 8192],
  ])('keeps the journal mode %s, whatever the size of a page (%i)', async (mode, pageSize) => {
    await backedUp();
    run(`PRAGMA page_size = ${pageSize}; VACUUM; PRAGMA journal_mode = ${mode}; INSERT INTO a VALUES (3)`);
    await restored();
    expect(rowsOf('a')).toEqual([1, 2]);
    const connection = new BetterSqlite3(live);
    expect(connection.pragma('journal_mode', { simple: true })).toBe(mode.toLowerCase());
    expect(connection.pragma('integrity_check', { simple: true })).toBe('ok');
    connection.close();
  });

  it.each(['WAL', 'DELETE'])('shows itself to programs that have the database open (%s)', async (mode) => {
    run(`PRAGMA journal_mode = ${mode}`);
    await backedUp();
    const connection = new BetterSqlite3(live);
    const insert = connection.prepare('INSERT INTO a VALUES (?)');
    insert.run(3);
    const { replaced } = await restored();
    insert.run(4);
    connection.close();
    expect(rowsOf('a')).toEqual([1, 2, 4]);
    expect(rowsOf('a', replaced?.place)).toEqual([1, 2, 3]);
    expect(leftovers()).toEqual([]);
  });

  it('brings WAL mode back where there is no database any more', async () => {
    run('PRAGMA journal_mode = WAL');
    const name = path.basename(await backedUp());
    await restored({ backup: name, databaseUrl: 'file:./prisma/new.db' });
    const connection = new BetterSqlite3(path.join(root, 'prisma/new.db'));
    expect(connection.pragma('journal_mode', { simple: true })).toBe('wal');
    connection.close();
  });

  it('is heard of while it works, and ends at any moment without a trace', async () => {
    await backedUp();
    run('INSERT INTO a VALUES (3)');
    const before = readFileSync(live);
    for (const phase of ['hashing', 'copying', 'comparing', 'swapping']) {
      const controller = new AbortController();
      const onEvent = (event: OrchestrateEvent): void => {
        if (event.kind === 'restoring' && event.phase === phase) controller.abort();
      };
      const interrupted = restored({ onEvent, signal: controller.signal });
      await expect(interrupted).rejects.toMatchObject({ code: 'RESTORE.INTERRUPTED', kind: 'interrupted' });
      expect(readFileSync(live).equals(before)).toBe(true);
      expect(leftovers()).toEqual([]);
    }
  });

  it('tells how the history stands to the code', async () => {
    run(HISTORY);
    await backedUp();
    expect(await restored()).toMatchObject({
      problems: [{ code: 'HISTORY.MISSING_REVISION' }],
      extensions: [{ name: 'core', pending: 0 }],
    });
  });
});

describe('restore --verify', () => {
  it('proves a backup, leaves the database alone, and says so in the manifest', async () => {
    const file = await backedUp();
    run('DROP TABLE a');
    const before = readFileSync(live);
    const result = await restored({ verify: true });
    expect(result).toMatchObject({
      action: 'verified',
      differences: [],
      replaced: null,
      compared: { checksums: true },
      backup: { state: 'verified' },
    });
    expect(readFileSync(live).equals(before)).toBe(true);
    expect((await backup({ cwd: root, list: true })).backups).toMatchObject([{ file, state: 'verified' }]);
    expect(leftovers()).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, object]>([
    ['values', { tables: [{ table: 'a', rows: 2, checksum: '0'.repeat(32) }] }, { kind: 'values', name: 'a' }],
    ['rows', { tables: [{ table: 'a', rows: 7, checksum: null }] }, { kind: 'rows', name: 'a', backedUp: '7' }],
    ['a table', { tables: [] }, { kind: 'table', name: 'a', backedUp: 'not there' }],
    ['the schema', { catalog: [] }, { kind: 'object', name: 'index i' }],
    ['references', { orphans: 1 }, { kind: 'orphans', backedUp: '1', restored: '0' }],
  ])('finds a difference in %s', async (_, change, difference) => {
    const file = await backedUp();
    edit(file, change);
    const { differences, backup: listed } = await restored({ verify: true });
    expect(differences).toContainEqual(expect.objectContaining(difference));
    expect(listed.state).toBe('unverified');
  });

  it('works where the backups cannot be written to, and where there is no database', async () => {
    const file = await backedUp();
    chmodSync(`${file}.json`, 0o400);
    const elsewhere = { databaseUrl: 'file:./not/there.db', backup: path.basename(file) };
    expect(await restored({ verify: true, ...elsewhere })).toMatchObject({ differences: [] });
    expect(existsSync(path.join(root, 'not'))).toBe(false);
  });
});

/** Changes the manifest of a backup. */
function edit(file: string, change: Record<string, unknown>): void {
  const manifest = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Record<string, unknown>;
  writeFileSync(`${file}.json`, JSON.stringify({ ...manifest, ...change }));
}

function flipBit(file: string): void {
  const bytes = readFileSync(file);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}
