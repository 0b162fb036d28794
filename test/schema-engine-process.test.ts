// The engine as a process: pipes that close, signals, parents that vanish, kill -9.
import { mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DATABASES } from './support/databases.js';
import { POSTGRESQL } from './support/postgres-test-database.js';
import { cleanEnvironment } from './support/run-cli.js';
import { SCHEMA_ENGINE } from './support/schema-engine.js';
import { SQLITE } from './support/sqlite-test-database.js';
import { type DatabaseKind, type StoredRow, type TestDatabase, tablesOf } from './support/test-database.js';
import { untilRow } from './support/until-row.js';

/** A directory with an empty database. */
interface Place {
  readonly root: string;
  readonly database: TestDatabase;
}

async function place(on: DatabaseKind): Promise<Place> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'orchestrate-engine-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const database = await on.create(root, 'dev.db');
  await database.execute('SELECT 1');
  return { root, database };
}

function start({ root, database }: Place) {
  const process = execa(SCHEMA_ENGINE, ['--datasource', JSON.stringify({ url: database.url })], {
    cwd: root,
    env: cleanEnvironment(),
    extendEnv: false,
    reject: false,
    timeout: 60_000,
  });
  const lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
  return {
    process,
    send: (...messages: readonly object[]): void => {
      for (const message of messages) process.stdin.write(`${JSON.stringify(message)}\n`);
    },
    answer: async () => JSON.parse((await lines.next()).value ?? 'null'),
  };
}

const FILTERS = { externalTables: [], externalEnums: [] };

/** The request that applies migrations, of which each has a script. */
function apply(on: DatabaseKind, scripts: readonly string[]) {
  const migrationDirectories = scripts.map((value, index) => ({
    path: `20260101${String(index).padStart(6, '0')}_m`,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } },
  }));
  const lockfile = { path: 'migration_lock.toml', content: `provider = "${on.provider}"\n` };
  const migrationsList = { baseDir: '/', lockfile, migrationDirectories, shadowDbInitScript: '' };
  return { jsonrpc: '2.0', id: 1, method: 'applyMigrations', params: { migrationsList, filters: FILTERS } };
}

/** Waits for the server to run this. */
async function untilRunning({ url }: TestDatabase, sql: string): Promise<void> {
  const query = `SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%${sql}%' AND pid <> pg_backend_pid() AND datname = current_database()`;
  await untilRow(url, query);
}

async function sessions(database: TestDatabase): Promise<number> {
  const query = 'SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';
  return (await database.query(query)).length;
}

describe.each(DATABASES)('on $name', (on) => {
  it('answers what was asked before the end of the requests, and ends', async () => {
    const { process, send } = start(await place(on));
    send(apply(on, ['CREATE TABLE "a" ("id" INTEGER);']), { jsonrpc: '2.0', id: 2, method: 'nothing' });
    process.stdin.end();
    const { exitCode, stdout, stderr } = await process;
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').map((line) => JSON.parse(line))).toMatchObject([
      { id: 1, result: { appliedMigrationNames: ['20260101000000_m'] } },
      { id: 2, error: { code: -32_601 } },
    ]);
    expect(stderr.split('\n')).toHaveLength(1);
  });

  it('refuses input that it cannot read, and goes on', async () => {
    const { process, send, answer } = start(await place(on));
    send(
      { jsonrpc: '2.0', id: 1, method: 'applyMigrations', params: { migrationsList: 1 } },
      { jsonrpc: '2.0', id: 2, method: 'diff' },
      apply(on, ['CREATE TABLE "a" ("id" INTEGER);']),
    );
    expect(await answer()).toMatchObject({ id: 1, error: { data: { is_panic: false, message: expect.any(String) } } });
    expect(await answer()).toMatchObject({ id: 2, error: { code: -32_602 } });
    expect(await answer()).toMatchObject({ result: { appliedMigrationNames: ['20260101000000_m'] } });
    process.stdin.end();
    expect((await process).exitCode).toBe(0);
  });

  it('tells of a panic, and ends with its exit code', async () => {
    const { process, send, answer } = start(await place(on));
    send({ jsonrpc: '2.0', id: 1, method: 'debugPanic' });
    expect(await answer()).toMatchObject({ id: 1, error: { data: { is_panic: true, message: expect.any(String) } } });
    expect((await process).exitCode).toBe(101);
  });

  it('ends where nobody reads its answers', async () => {
    const { process, send } = start(await place(on));
    process.stdout.destroy();
    send(apply(on, ['CREATE TABLE "a" ("id" INTEGER);']));
    expect((await process).exitCode).toBe(0);
  });

  it('killed at any moment leaves a history that says what is missing', async () => {
    const where = await place(on);
    const scripts = Array.from(
      { length: 3 * KILL_ROUNDS },
      (_, number) =>
        `CREATE TABLE IF NOT EXISTS "t${number}" ("id" INTEGER);${on === POSTGRESQL ? ' SELECT pg_sleep(0.03);' : ''}`,
    );
    let midway = 0;
    for (let round = 0; round < KILL_ROUNDS; round += 1) {
      const before = await progressOf(where);
      const { process, send, answer } = start(where);
      send(apply(on, scripts));
      let isDone = false;
      answer().then(() => {
        isDone = true;
      });
      // At the beginning, and further on.
      await where.database.together(async (database) => {
        while (!isDone && (await progressOf({ ...where, database })) < before + (round % 3)) await delay(1);
      });
      midway += isDone ? 0 : 1;
      process.kill('SIGKILL');
      await process;
      // The server may still be busy with what it was told before.
      if (!where.database.isFile) await expect.poll(() => sessions(where.database), { timeout: 10_000 }).toBe(0);
      const failed = (await rowsOf(where.database)).filter(
        (row) => row.finished_at === null && row.rolled_back_at === null,
      );
      for (const { migration_name: migrationName } of failed) {
        const next = start(where);
        next.send(apply(on, scripts));
        const blocked = { error_code: 'P3009', message: expect.stringContaining(migrationName) };
        expect(await next.answer()).toMatchObject({ error: { data: blocked } });
        next.send({ jsonrpc: '2.0', id: 2, method: 'markMigrationRolledBack', params: { migrationName } });
        expect(await next.answer()).toMatchObject({ id: 2, result: {} });
        next.process.stdin.end();
        await next.process;
      }
    }
    expect(midway).toBeGreaterThanOrEqual(KILL_ROUNDS / 2);
    const last = start(where);
    last.send(apply(on, scripts));
    expect(await last.answer()).toMatchObject({ result: {} });
    last.process.stdin.end();
    await last.process;
    const counting = (await rowsOf(where.database)).filter(({ rolled_back_at }) => rolled_back_at === null);
    expect(counting.map(({ finished_at }) => finished_at === null)).toEqual(scripts.map(() => false));
    expect(await tablesOf(where.database)).toHaveLength(scripts.length);
  });
});

const KILL_ROUNDS = 6;

async function rowsOf(database: TestDatabase): Promise<readonly StoredRow[]> {
  const tables = await database.historySchema();
  return Object.keys(tables).length === 0 ? [] : database.history('core');
}

/** How far migrations have come, each of which makes a table: on SQLite, which the engine locks for itself, by the pages of the file. */
async function progressOf({ root, database }: Place): Promise<number> {
  if (database.isFile) return statSync(join(root, 'dev.db')).size / 4096;
  const tables = `SELECT count(*)::int AS count FROM pg_class WHERE relkind = 'r' AND relname LIKE 't%' AND relnamespace = 'public'::regnamespace`;
  return (await database.query<{ readonly count: number }>(tables))[0]?.count ?? 0;
}

describe('in the middle of a migration on PostgreSQL', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('%s ends it, with its session on the server', async (signal) => {
    const where = await place(POSTGRESQL);
    const { process, send } = start(where);
    send(apply(POSTGRESQL, ['CREATE TABLE "a" ("id" INTEGER);', POSTGRESQL.endless]));
    await untilRunning(where.database, 'CREATE TABLE "Endless"');
    process.kill(signal);
    expect(await process).toMatchObject({ exitCode: 0, stdout: '' });
    await expect.poll(() => sessions(where.database), { timeout: 10_000 }).toBe(0);
    const next = start(where);
    next.send(apply(POSTGRESQL, ['CREATE TABLE "a" ("id" INTEGER);', POSTGRESQL.endless]));
    expect(await next.answer()).toMatchObject({ error: { data: { error_code: 'P3009' } } });
    next.process.stdin.end();
    await next.process;
  });

  it('a parent that is killed takes it along', async () => {
    const { root, database } = await place(POSTGRESQL);
    const request = `${JSON.stringify(apply(POSTGRESQL, [POSTGRESQL.endless]))}\n`;
    const script = `
      const engine = require('node:child_process').spawn(${JSON.stringify(SCHEMA_ENGINE)}, ['--datasource', ${JSON.stringify(JSON.stringify({ url: database.url }))}]);
      engine.stdin.write(${JSON.stringify(request)});
      console.log(engine.pid);`;
    const parent = execa(process.execPath, ['-e', script], {
      cwd: root,
      env: cleanEnvironment(),
      extendEnv: false,
      reject: false,
    });
    const { value: engine } = await createInterface({ input: parent.stdout })[Symbol.asyncIterator]().next();
    await untilRunning(database, 'CREATE TABLE "Endless"');
    parent.kill('SIGKILL');
    await parent;
    await expect.poll(() => isRunning(Number(engine)), { timeout: 10_000 }).toBe(false);
    await expect.poll(() => sessions(database), { timeout: 10_000 }).toBe(0);
  });
});

it('SIGTERM ends a statement of SQLite, which lets no handler run', async () => {
  const where = await place(SQLITE);
  const { process, send } = start(where);
  const large =
    'CREATE TABLE "Large" AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i, hex(zeroblob(100)) AS text FROM n;';
  send(apply(SQLITE, [`${large}\n${SQLITE.endless}`]));
  while (statSync(join(where.root, 'dev.db')).size < 1_000_000) await delay(5);
  process.kill('SIGTERM');
  expect((await process).signal).toBe('SIGTERM');
  expect(await rowsOf(where.database)).toMatchObject([{ finished_at: null }]);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
