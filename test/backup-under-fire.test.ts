// Backups and restores while others write, and while they are killed: rows are counted.
import { readdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BackupResult, RestoreResult } from '@prisma-orchestrate/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runSql, serversWithTools } from '../packages/core/src/database/postgres/server.test-support.js';
import { BACKED_UP } from './support/backed-up-databases.js';
import { POSTGRESQL, PostgresTestDatabase } from './support/postgres-test-database.js';
import { runCli, startCli } from './support/run-cli.js';
import type { DatabaseKind, TestDatabase } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

const WRITERS = 4;
const PAUSE_MS = 20;
const MONEY = 1000;
const TABLES = `CREATE TABLE "Account" ("id" INTEGER NOT NULL PRIMARY KEY, "money" INTEGER NOT NULL, "moves" INTEGER NOT NULL);
INSERT INTO "Account" VALUES ${Array.from({ length: WRITERS + 1 }, (_, id) => `(${id}, ${MONEY}, 0)`).join(', ')};
CREATE TABLE "Move" ("account" INTEGER NOT NULL REFERENCES "Account" ("id"), "text" TEXT NOT NULL);
`;

/** What each move leaves as it is: all the money, and as many moves as accounts say that they had. */
interface Totals {
  readonly money: number;
  readonly counted: number;
  readonly moves: number;
}

async function bank(on: DatabaseKind): Promise<TestWorkspace> {
  const workspace = await TestWorkspace.on(on, {}, { '.orchestraterc.json': '{ "backup": { "keepCount": 2 } }' });
  workspace.revision('core/20260101000000_bank', { up: TABLES });
  await workspace.upgrade('--all');
  return workspace;
}

/** A run of its own process, as one that writes with SQLite in this one would wait for it. */
async function backUp(root: string): Promise<ListedBackup> {
  const { exitCode, stdout, stderr } = await runCli(['backup', '--json'], { cwd: root });
  const { made } = (JSON.parse(stdout) as { result: BackupResult }).result;
  if (exitCode !== 0 || made === null) throw new Error(stdout + stderr);
  return made;
}

type ListedBackup = NonNullable<BackupResult['made']>;

async function totalsOf(database: TestDatabase): Promise<Totals> {
  const [totals] = await database.query<Totals>(
    'SELECT sum("money") AS money, sum("moves") AS counted, (SELECT count(*) FROM "Move") AS moves FROM "Account"',
  );
  if (totals === undefined) throw new Error('There are no totals.');
  return { money: Number(totals.money), counted: Number(totals.counted), moves: Number(totals.moves) };
}

const move = (
  { provider }: DatabaseKind,
  account: number,
): string => `BEGIN${provider === 'sqlite' ? ' IMMEDIATE' : ''};
UPDATE "Account" SET "money" = "money" + 1 WHERE "id" = 0;
UPDATE "Account" SET "money" = "money" - 1, "moves" = "moves" + 1 WHERE "id" = ${account};
INSERT INTO "Move" VALUES (${account}, 'a move that takes some room, so that there is something to copy');
COMMIT;`;

/** Moves money until it is told to stop; gives the number of moves. */
function startWriter(on: DatabaseKind, database: TestDatabase, account: number): () => Promise<number> {
  let isOver = false;
  const running = (async () => {
    let count = 0;
    for (; !isOver; count += 1) {
      await database.execute(move(on, account));
      // As a program that does something else, too: SQLite lets no one read where somebody writes all the time.
      await delay(PAUSE_MS);
    }
    return count;
  })();
  return () => {
    isOver = true;
    return running;
  };
}

describe.each(BACKED_UP)('on $name', (on) => {
  it('a backup that is made while four write is of one moment, and a restore gives it back', async () => {
    const workspace = await bank(on);
    const { root, database } = workspace;
    const writers = Array.from({ length: WRITERS }, (_, at) => startWriter(on, database, at + 1));
    const backup = await backUp(root);
    const written = (await Promise.all(writers.map((stop) => stop()))).reduce((sum, count) => sum + count);
    expect(await totalsOf(database)).toEqual({ money: MONEY * (WRITERS + 1), counted: written, moves: written });

    const { action, differences, compared } = await workspace.ok<RestoreResult>('restore', '--verify');
    expect({ action, differences, compared }).toMatchObject({
      action: 'verified',
      differences: [],
      compared: { checksums: true },
    });
    expect((await totalsOf(database)).moves).toBe(written);
    const restored = await workspace.ok<RestoreResult>('restore', '--allow-destructive', '--drop-replaced');
    expect(restored).toMatchObject({ action: 'restored', replaced: null, problems: [], backup: { name: backup.name } });
    const { moves, ...others } = await totalsOf(database);
    expect(others).toEqual({ money: MONEY * (WRITERS + 1), counted: moves });
    expect(moves).toBeLessThan(written);
    expect(restored.compared?.rows).toBe(moves + WRITERS + 2);
  });

  it('a backup or a restore that is killed leaves the database as it was or as it was backed up, and others go on', async () => {
    const workspace = await bank(on);
    const { root, database } = workspace;
    for (let times = 0; times < 3; times += 1) await database.execute(move(on, 1));
    const began = performance.now();
    const backup = await backUp(root);
    const wholeMs = performance.now() - began;
    await database.execute(move(on, 2));
    const before = await totalsOf(database);

    // Three of each at once, with a folder in common.
    const targets = await Promise.all([1, 2, 3].map((at) => on.create(root, `prisma/round-${at}.db`)));
    for (const { url } of targets) {
      await workspace.upgrade('--all', '--database-url', url);
    }
    const kill = async (args: readonly string[]): Promise<void> => {
      const run = startCli(args, { cwd: root });
      await delay(wholeMs * (0.3 + Math.random()));
      run.kill('SIGKILL');
      await run;
    };
    await Promise.all([
      ...targets.map(() => kill(['backup'])),
      ...targets.map(({ url }) => kill(['restore', backup.file, '--allow-destructive', '--database-url', url])),
    ]);

    expect(await totalsOf(database)).toEqual(before);
    for (const target of targets) {
      expect([0, 3]).toContain((await totalsOf(target)).moves);
      const again = ['restore', backup.file, '--allow-destructive', '--drop-replaced', '--database-url', target.url];
      await workspace.ok(...again, ...(on.provider === 'postgresql' ? ['--end-sessions'] : []));
      expect(await totalsOf(target)).toMatchObject({ moves: 3, counted: 3 });
    }
    await workspace.ok('backup');
    expect((await workspace.ok<RestoreResult>('restore', '--verify')).differences).toEqual([]);
    // Names of whole backups, each with its manifest, and no more than are kept; nor anything beside the databases.
    const names = readdirSync(join(root, '.orchestrate/backups')).filter((name) => name !== '.gitignore');
    expect(names.filter((name) => !/^\d{8}T\d{9}Z\.backup(\.json)?$/.test(name))).toEqual([]);
    expect(names.filter((name) => name.endsWith('.backup')).length).toBeLessThanOrEqual(2);
    expect(await leftBeside(root, targets)).toEqual([]);
  });

  it('a backup that is cut off or changed is refused before anything else happens', async () => {
    const workspace = await bank(on);
    const { made } = await workspace.ok<BackupResult>('backup');
    const file = made?.file ?? '';
    truncateSync(file, Math.floor(statSync(file).size / 2));
    const before = await workspace.snapshot();
    for (const flag of ['--allow-destructive', '--verify']) {
      expect(await workspace.refused('restore', flag)).toMatchObject({ exitCode: 1, code: 'BACKUP.DAMAGED' });
    }
    expect(await workspace.snapshot()).toEqual(before);
  });
});

describe.each(serversWithTools)('the password of $name', (server) => {
  it('is in no output of backup and restore, and in no file', async () => {
    const role = `saver_${process.pid}_${Date.now()}`;
    const secret = 'Se@me 47/11';
    const { url, drop } = await server.createDatabase();
    const admin = server.url('postgres');
    await runSql(admin, `CREATE ROLE ${role} SUPERUSER LOGIN PASSWORD '${secret}'`);
    onTestFinished(async () => {
      await drop();
      await runSql(admin, `DROP ROLE ${role}`);
    });
    const own = url.replace('postgres:postgres', `${role}:${encodeURIComponent(secret)}`);
    const workspace = await TestWorkspace.on({ ...POSTGRESQL, create: async () => new PostgresTestDatabase(own) }, {});
    workspace.revision('core/20260101000000_bank', { up: 'CREATE TABLE "a" ("n" INTEGER);\n' });
    await workspace.upgrade('--all');
    const output: string[] = [];
    const wrong = own.replace('%40', '%41');
    for (const args of [
      ['backup', '--verbose'],
      ['backup', '--list', '--json'],
      ['restore', '--verify', '--verbose'],
      ['restore', '--allow-destructive', '--drop-replaced', '--json'],
      ['backup', '--database-url', wrong],
      ['restore', '--allow-destructive', '--database-url', wrong],
    ]) {
      const { stdout, stderr } = await workspace.run(...args);
      output.push(stdout, stderr);
    }
    const folder = join(workspace.root, '.orchestrate/backups');
    const files = readdirSync(folder).flatMap((name) => [name, readFileSync(join(folder, name), 'latin1')]);
    expect([...output, ...files].join('\n')).not.toMatch(/Se(?:@|%40|A|%41)me/);
    expect(output.join('\n').match(/DATABASE\.AUTHENTICATION/g)).toHaveLength(2);
  });
});

/** What restores could have left beside databases; those that were replaced are kept where a restore was killed then. */
async function leftBeside(root: string, targets: readonly TestDatabase[]): Promise<readonly string[]> {
  if (targets.every(({ isFile }) => isFile)) {
    return readdirSync(join(root, 'prisma')).filter(
      (name) =>
        !/^(?:migrations|schema\.prisma|(?:dev|round-\d)\.db(?:-wal|-shm|-orchestrate-lock|\.replaced-.*)?)$/.test(
          name,
        ),
    );
  }
  const [database] = targets;
  const rows = await database?.query<{ readonly name: string }>('SELECT datname::text AS name FROM pg_database');
  const names = targets.map(({ url }) => new URL(url).pathname.slice(1));
  return (rows ?? [])
    .map(({ name }) => name)
    .filter((name) => names.some((target) => name.startsWith(`${target}_restore_`)));
}
