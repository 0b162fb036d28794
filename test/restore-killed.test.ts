// A restore over a SQLite database that others write to, killed at random moments: no row that was committed is lost.
import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from './support/repository.js';
import { cleanEnvironment, runCli, startCli } from './support/run-cli.js';
import { SQLITE } from './support/sqlite-test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

const ROUNDS = 8;
const FAT_ROWS = 3_000;

/** Writes numbers to all files in turn, and prints those that are committed. */
const WRITER = `
const Database = require('better-sqlite3');
const open = process.argv.slice(1).map((file) => new Database(file, { timeout: 60_000 }));
const statements = open.map((database) => database.prepare('INSERT INTO "Number" VALUES (?)'));
let n = 0;
const write = () => {
  for (const [at, statement] of statements.entries()) {
    statement.run(n);
    process.stdout.write(at + ' ' + n + '\\n');
  }
  n += 1;
  setTimeout(write, 2);
};
write();
`;

/** What is backed up: all fat rows, and a word that says so. */
function prepare(file: string): void {
  const database = new BetterSqlite3(file);
  database.exec(`CREATE TABLE "Number" ("n"); CREATE TABLE "State" ("state"); CREATE TABLE "Fat" ("x");
    INSERT INTO "State" VALUES ('backed-up');
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${FAT_ROWS}) INSERT INTO "Fat" SELECT randomblob(1000) FROM n`);
  database.close();
}

/** What is there when it is restored: half of that. */
function goOn(file: string, mode: string): void {
  const database = new BetterSqlite3(file);
  database.pragma(`journal_mode = ${mode}`);
  database.exec(`UPDATE "State" SET "state" = 'live'; DELETE FROM "Fat" WHERE rowid % 2`);
  database.close();
}

interface Found {
  readonly state: unknown;
  readonly fat: unknown;
  readonly damage: unknown;
  readonly numbers: readonly unknown[];
}

function look(file: string): Found {
  const database = new BetterSqlite3(file);
  try {
    return {
      state: database.prepare('SELECT "state" FROM "State"').pluck().get(),
      fat: database.prepare('SELECT count(*) FROM "Fat"').pluck().get(),
      damage: database.pragma('integrity_check', { simple: true }),
      numbers: database.prepare('SELECT "n" FROM "Number"').pluck().all(),
    };
  } finally {
    database.close();
  }
}

describe('kill -9', () => {
  it('of a restore loses no row and leaves no half database', async () => {
    const workspace = await TestWorkspace.on(SQLITE, {});
    const { root } = workspace;
    const source = join(root, 'prisma/source.db');
    prepare(source);
    const { made } = await workspace.ok<{ made: { name: string } }>(
      'backup',
      '--database-url',
      'file:./prisma/source.db',
    );
    const rounds = Array.from({ length: ROUNDS + 1 }, (_, at) => ({
      file: join(root, `prisma/${at}.db`),
      args: ['restore', made.name, '--database-url', `file:./prisma/${at}.db`, '--allow-destructive'],
    }));
    for (const [at, { file }] of rounds.entries()) {
      copyFileSync(source, file);
      goOn(file, at % 2 === 0 ? 'WAL' : 'DELETE');
    }
    const writer = execa(process.execPath, ['-e', WRITER, '--', ...rounds.map(({ file }) => file)], {
      cwd: repositoryRoot,
      env: cleanEnvironment(),
      extendEnv: false,
      reject: false,
    });
    await new Promise((resolve) => writer.stdout.once('data', resolve));

    // The first runs to its end, and says how long that takes.
    const [first, ...others] = rounds;
    if (first === undefined) throw new Error('There are no rounds.');
    const began = performance.now();
    expect(await runCli(first.args, { cwd: root })).toMatchObject({ exitCode: 0 });
    const wholeMs = performance.now() - began;
    const kill = async ({ args }: (typeof rounds)[number]): Promise<void> => {
      const run = startCli(args, { cwd: root });
      await delay(wholeMs * (0.5 + Math.random()));
      run.kill('SIGKILL');
      await run;
    };
    await Promise.all(others.slice(0, ROUNDS / 2).map(kill));
    await Promise.all(others.slice(ROUNDS / 2).map(kill));
    writer.kill('SIGKILL');
    const written = (await writer).stdout.split('\n').map((line) => line.split(' ').map(Number));

    for (const [at, { file }] of rounds.entries()) {
      const { state, fat, damage, numbers } = look(file);
      expect([state, fat, damage]).toEqual(
        state === 'live' ? ['live', FAT_ROWS / 2, 'ok'] : ['backed-up', FAT_ROWS, 'ok'],
      );
      const kept = readdirSync(join(root, 'prisma')).filter((name) => name.startsWith(`${at}.db.replaced-`));
      const there = new Set([...numbers, ...kept.flatMap((name) => look(join(root, 'prisma', name)).numbers)]);
      expect(written.filter(([of, n]) => of === at && !there.has(n))).toEqual([]);
    }
    expect(look(first.file).state).toBe('backed-up');
    // The next one clears away what the killed ones have left, and comes to its end.
    for (const { args, file } of others.slice(0, 2)) {
      await workspace.ok(...args, '--drop-replaced');
      expect(look(file)).toMatchObject({ state: 'backed-up', fat: FAT_ROWS, damage: 'ok' });
    }
    expect(readdirSync(join(root, 'prisma')).filter((name) => name.startsWith('.tmp-'))).toEqual([]);
  });
});
