import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../database/database.js';
import { openOptions, tableNames } from '../../database/open-options.test-support.js';
import { sqliteDriver } from '../../database/sqlite/sqlite-driver.js';
import type { OrchestrateEvent } from '../../events.js';
import { testdir } from '../../testdir.test-support.js';
import { readWorkspace } from '../../workspace/read-workspace.js';
import type { BackUpOptions } from './back-up.js';
import { backUp } from './back-up.js';
import { readBackups } from './backup-file.js';

const FILES = {
  'package.json': '{ "name": "x" }',
  'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n}\n',
  '.orchestraterc.json': '{ "backup": { "location": "copies", "keepCount": 2 } }',
};

interface Given extends AsyncDisposable {
  readonly root: string;
  readonly database: Database;
  readonly options: BackUpOptions;
}

async function given(name = 'dev.db', root = testdir(FILES)): Promise<Given> {
  const database = await sqliteDriver.open(openOptions({ url: `file:./${name}`, root, mode: 'write' }));
  await database.execute('CREATE TABLE IF NOT EXISTS a (x); INSERT INTO a VALUES (1)');
  const workspace = await readWorkspace({ cwd: root });
  const options = { database, workspace, now: at(1) };
  return { root, database, options, [Symbol.asyncDispose]: () => database.close() };
}

function at(second: number): Date {
  return new Date(Date.UTC(2026, 0, 1, 0, 0, second));
}

function copiesIn(root: string): readonly string[] {
  return readdirSync(path.join(root, 'copies')).sort();
}

const FIRST = '20260101T000001000Z.backup';
const SECOND = '20260101T000002000Z.backup';
const THIRD = '20260101T000003000Z.backup';

describe('backUp', () => {
  it('makes complete copies and keeps the newest', async () => {
    await using here = await given();
    for (const second of [1, 2, 3]) await backUp({ ...here.options, now: at(second) });
    expect(copiesIn(here.root)).toEqual(['.gitignore', SECOND, `${SECOND}.json`, THIRD, `${THIRD}.json`]);
    const url = `file:./copies/${SECOND}`;
    await using copy = await sqliteDriver.open(openOptions({ url, root: here.root, mode: 'read' }));
    expect(await tableNames(copy)).toEqual(['a']);
  });

  it('describes what is in it', async () => {
    await using here = await given();
    const { backup } = await backUp(here.options);
    const [read] = readBackups(path.join(here.root, 'copies'));
    expect(read).toEqual(backup);
    expect(read?.manifest).toMatchObject({
      provider: 'sqlite',
      takenAt: at(1),
      size: statSync(backup.file).size,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      details: { 'journal mode': 'delete' },
      revisions: { core: [] },
      catalog: [{ kind: 'table', name: 'a' }],
      orphans: 0,
      tables: [{ table: 'a', rows: 1, checksum: expect.stringMatching(/^[0-9a-f]{32}$/) }],
    });
  });

  it('only counts rows where that is wanted', async () => {
    await using here = await given();
    const { backup } = await backUp({ ...here.options, checksums: false });
    expect(backup.manifest.tables).toEqual([{ table: 'a', rows: 1, checksum: null }]);
  });

  it('leaves alone what it does not know, and backups of other databases', async () => {
    await using here = await given();
    await using other = await given('other.db', here.root);
    await backUp({ ...here.options, keepCount: 1 });
    writeFileSync(path.join(here.root, 'copies/20250101T000000000Z.backup'), 'of an earlier version');
    writeFileSync(path.join(here.root, 'copies/notes.backup'), 'mine');
    await backUp({ ...other.options, now: at(2), keepCount: 1 });
    const { removed } = await backUp({ ...here.options, now: at(3), keepCount: 1 });
    expect(removed).toEqual([path.join(here.root, 'copies', FIRST)]);
    expect(copiesIn(here.root)).toEqual([
      '.gitignore',
      '20250101T000000000Z.backup',
      SECOND,
      `${SECOND}.json`,
      THIRD,
      `${THIRD}.json`,
      'notes.backup',
    ]);
  });

  it('never removes what it has just made, whatever the clock says', async () => {
    await using here = await given();
    await backUp({ ...here.options, now: at(3), keepCount: 1 });
    const { backup } = await backUp({ ...here.options, now: at(1), keepCount: 1 });
    expect(copiesIn(here.root)).toEqual(['.gitignore', FIRST, `${FIRST}.json`]);
    expect(path.basename(backup.file)).toBe(FIRST);
  });

  it('gives two at once names of their own', async () => {
    await using here = await given();
    const made = await Promise.all([backUp(here.options), backUp(here.options)]);
    expect(made.map(({ backup }) => path.basename(backup.file)).sort()).toEqual([FIRST, '20260101T000001001Z.backup']);
  });

  it('lets no one read a copy who may not read the database', async () => {
    await using here = await given();
    chmodSync(path.join(here.root, 'dev.db'), 0o600);
    const { backup } = await backUp(here.options);
    expect(statSync(backup.file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(backup.file)).mode & 0o777).toBe(0o700);
  });

  it('keeps no copy of a damaged database, nor anything of it', async () => {
    await using here = await given();
    await here.database.execute(
      'CREATE TABLE b (x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO b SELECT hex(randomblob(20)) FROM n',
    );
    await here.database.close();
    const file = path.join(here.root, 'dev.db');
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0x5a, 4096 * 4, 4096 * 6));
    await using damaged = await sqliteDriver.open(openOptions({ url: 'file:./dev.db', root: here.root, mode: 'read' }));
    await expect(backUp({ ...here.options, database: damaged })).rejects.toMatchObject({
      code: 'BACKUP.DATABASE_DAMAGED',
    });
    expect(copiesIn(here.root)).toEqual(['.gitignore']);
  });

  it('keeps a copy of what is sound, though SQLite alone knows not all of it or rows break its rules', async () => {
    await using here = await given();
    const connection = new BetterSqlite3(path.join(here.root, 'dev.db'));
    // So that it writes into the schema what it would not take from a statement.
    connection.unsafeMode(true);
    connection.function('mine', { deterministic: true }, (value) => value);
    connection.exec(`CREATE TABLE b (x CHECK (mine(x) > 0), y NOT NULL); CREATE INDEX i ON b (mine(x)); INSERT INTO b VALUES (1, 1);
      CREATE TABLE c (x TEXT COLLATE NOCASE, y CHECK (y > 0)); CREATE INDEX j ON c (x); INSERT INTO c VALUES ('a', 1);
      PRAGMA ignore_check_constraints = ON; INSERT INTO c VALUES ('b', -1); UPDATE b SET x = -1;
      PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'NOCASE', 'OURS') WHERE name = 'c'`);
    connection.close();
    await here.database.close();
    await using database = await sqliteDriver.open(
      openOptions({ url: 'file:./dev.db', root: here.root, mode: 'read' }),
    );
    for (const checksums of [true, false]) {
      const { backup } = await backUp({ ...here.options, database, checksums });
      expect(backup.manifest.tables.map(({ table, rows }) => [table, rows])).toEqual([
        ['a', 1],
        ['b', 1],
        ['c', 2],
      ]);
    }
  });

  it("leaves version control alone in a folder of somebody's own", async () => {
    await using here = await given();
    await backUp({ ...here.options, directory: here.root });
    expect(readdirSync(here.root)).not.toContain('.gitignore');
  });

  it('ends at once when it is interrupted, and leaves nothing', async () => {
    await using here = await given();
    for (const phase of ['copying', 'comparing', 'hashing']) {
      const controller = new AbortController();
      const onEvent = (event: OrchestrateEvent): void => {
        if (event.kind === 'backing-up' && event.phase === phase) controller.abort();
      };
      const interrupted = backUp({ ...here.options, onEvent, signal: controller.signal });
      await expect(interrupted).rejects.toMatchObject({ code: 'BACKUP.INTERRUPTED', kind: 'interrupted' });
      expect(copiesIn(here.root)).toEqual(['.gitignore']);
    }
  });

  it('says why it could not, and leaves nothing half-made', async () => {
    await using here = await given();
    writeFileSync(path.join(here.root, 'copies'), 'a file where the folder should be');
    await expect(backUp(here.options)).rejects.toMatchObject({ code: 'BACKUP.FAILED' });
    expect(readdirSync(here.root).filter((name) => name.startsWith('.tmp'))).toEqual([]);
  });
});
