import { describe, expect, it } from 'vitest';
import { createTestDatabase, runSql } from '../packages/core/src/database/postgres/server.test-support.js';
import {
  atNextRun,
  type CuttableWorkspace,
  cuttableWorkspace,
  postgresAt,
  untilPaused,
} from './support/cuttable-workspace.js';
import { CuttingProxy } from './support/cutting-proxy.js';
import { differenceOf, dumpPostgres } from './support/dump-postgres.js';
import { lineOf } from './support/line-of.js';
import { PostgresGate } from './support/postgres-gate.js';
import { NOTHING_LEFT, readLeftovers } from './support/postgres-leftovers.js';
import { PostgresTestDatabase } from './support/postgres-test-database.js';
import { RestartablePostgres } from './support/restartable-postgres.js';
import { runCli, startCli } from './support/run-cli.js';
import { type DatabaseContents, readContents, readHistory } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';
import { untilRow } from './support/until-row.js';

const LOST = { exitCode: 1, code: 'DATABASE.CONNECTION_LOST' };

/** What Prisma's own migrate commands lock. */
const PRISMAS_LOCK = 72707369;

/** What an upgrade that nothing disturbs makes of an empty database. */
async function undisturbed({ workspace }: CuttableWorkspace): Promise<DatabaseContents> {
  const { url } = await createTestDatabase();
  await workspace.ok('upgrade', '--all', '--database-url', url);
  return readContents(new PostgresTestDatabase(url));
}

/** Brings what was interrupted to its end, and finds every revision applied once, and nothing left of the runs before. */
async function expectConverged({ workspace }: CuttableWorkspace, contents: DatabaseContents): Promise<void> {
  await atNextRun(workspace.database, null);
  await workspace.ok('upgrade', '--all', '--lock-timeout', '5');
  expect(await readContents(workspace.database)).toEqual(contents);
  expect(await readLeftovers(workspace.database.url)).toEqual(NOTHING_LEFT);
}

async function finishedCount({ workspace }: CuttableWorkspace): Promise<number> {
  return (await readHistory(workspace.database)).filter(({ isFinished }) => isFinished).length;
}

/** How many revisions are through when a script comes to one of its points. */
function countBefore({ revisions }: CuttableWorkspace, point: string): number {
  return revisions.indexOf(point.replace(/:\d+$/, ''));
}

describe('a session that is terminated', () => {
  it('after any statement of a script of each kind is told of, and the next run goes on from there', async () => {
    const { url } = await createTestDatabase();
    const cuttable = await cuttableWorkspace(url, 'mixed');
    const contents = await undisturbed(cuttable);
    const { workspace, revisions, points } = cuttable;
    const eachKind = revisions.filter((_, index) => index % 4 === 0);
    for (const point of points.filter((at) => eachKind.some((id) => at.startsWith(`${id}:`)))) {
      await atNextRun(workspace.database, `cut ${point}`);
      expect({ point, ...(await workspace.refused('upgrade', '--all')) }).toMatchObject({ point, ...LOST });
      expect({ point, finished: await finishedCount(cuttable) }).toEqual({
        point,
        finished: countBefore(cuttable, point),
      });
    }
    await expectConverged(cuttable, contents);
  });

  it('in a run of one transaction leaves nothing of it', async () => {
    const { url } = await createTestDatabase();
    const cuttable = await cuttableWorkspace(url, 'transactional');
    const contents = await undisturbed(cuttable);
    const { workspace, points } = cuttable;
    for (const point of points.filter((_, index) => index % 8 === 3)) {
      await atNextRun(workspace.database, `cut ${point}`);
      const before = await dumpPostgres(url);
      const refusal = await workspace.refused('upgrade', '--all', '--tx', 'all');
      expect({ point, ...refusal }).toMatchObject({ point, ...LOST });
      expect({ point, difference: differenceOf(before, await dumpPostgres(url)) }).toEqual({ point, difference: [] });
    }
    await expectConverged(cuttable, contents);
  });

  it('while an index is built concurrently leaves an invalid one, that the next run replaces', async () => {
    const { url } = await createTestDatabase({ sql: 'CREATE TABLE "Gate" ("id" INTEGER PRIMARY KEY)' });
    const workspace = await TestWorkspace.on(postgresAt(url), {});
    workspace.revision('core/20260101000000_index', {
      up: 'CREATE INDEX CONCURRENTLY "Gate_id" ON "Gate" ("id");\nCREATE TABLE "After" ("id" INTEGER);\n',
    });
    const invalid = `SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid`;
    for (let round = 0; round < 2; round += 1) {
      await using gate = await PostgresGate.close(url, 'LOCK TABLE "Gate" IN ROW EXCLUSIVE MODE');
      const run = workspace.refused('upgrade', '--all');
      const pid = await gate.untilWaitedFor();
      await runSql(url, `SELECT pg_terminate_backend(${pid})`);
      expect(await run).toMatchObject(LOST);
      expect(await runSql(url, invalid)).toEqual([{ name: '"Gate_id"' }]);
    }
    expect(await workspace.upgrade('--all')).toHaveLength(1);
    expect(await runSql(url, invalid)).toEqual([]);
    expect(await runSql(url, `SELECT to_regclass('"Gate_id"') IS NOT NULL AS there`)).toEqual([{ there: true }]);
  });

  it('while it commits leaves the revision undone', async () => {
    const { url } = await createTestDatabase();
    const cuttable = await cuttableWorkspace(url, 'transactional');
    const contents = await undisturbed(cuttable);
    const { workspace } = cuttable;
    await workspace.upgrade('--target', '+1');
    await workspace.database.execute(`
      CREATE FUNCTION "cut"() RETURNS trigger LANGUAGE plpgsql
        AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
      CREATE CONSTRAINT TRIGGER "cut" AFTER INSERT ON "_prisma_migrations" DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION "cut"()`);
    for (const mode of ['revision', 'all']) {
      const before = await dumpPostgres(url);
      expect(await workspace.refused('upgrade', '--tx', mode)).toMatchObject(LOST);
      expect(differenceOf(before, await dumpPostgres(url))).toEqual([]);
    }
    await workspace.database.execute('DROP FUNCTION "cut" CASCADE');
    await expectConverged(cuttable, contents);
  });

  it.each([true, false])('right after a commit leaves what was committed; heard by the client: %s', async (isHeard) => {
    const { url } = await createTestDatabase();
    const cuttable = await cuttableWorkspace(url, 'mixed');
    const contents = await undisturbed(cuttable);
    const { workspace } = cuttable;
    for (const at of [1, 3, 9]) {
      await using proxy = await CuttingProxy.to(Number(new URL(url).port), { tag: 'COMMIT', at, isHeard });
      const refusal = await workspace.refused('upgrade', '--all', '--database-url', proxy.route(url));
      expect({ at, ...refusal }).toMatchObject({ at, ...LOST });
    }
    expect(await finishedCount(cuttable)).toBeGreaterThan(2);
    await expectConverged(cuttable, contents);
  });

  it('by the death of its client, in the middle of a statement, gives the lock back', async () => {
    const { url } = await createTestDatabase();
    const cuttable = await cuttableWorkspace(url, 'mixed');
    const contents = await undisturbed(cuttable);
    const { workspace, points } = cuttable;
    await atNextRun(workspace.database, `pause ${points[6] ?? ''}`);
    const run = startCli(['upgrade', '--all'], { cwd: workspace.root });
    await untilPaused(workspace.database);
    run.kill('SIGKILL');
    await run;
    await expectConverged(cuttable, contents);
  });
});

describe('a server that is stopped', () => {
  it.each(['fast', 'immediate'] as const)('%s, within and between revisions, and started again', async (mode) => {
    await using server = await RestartablePostgres.create();
    const cuttable = await cuttableWorkspace(await server.createDatabase('stopped'), 'mixed');
    const contents = await undisturbed(cuttable);
    const { workspace, points } = cuttable;
    for (const point of points.filter((_, index) => index % 14 === 5)) {
      await atNextRun(workspace.database, `pause ${point}`);
      const run = workspace.refused('upgrade', '--all');
      await untilPaused(workspace.database);
      await server.stop(mode);
      expect({ point, ...(await run) }).toMatchObject({ point, ...LOST });
      expect(await workspace.refused('status')).toMatchObject({ exitCode: 1, code: 'DATABASE.UNREACHABLE' });
      await server.start();
      expect({ point, finished: await finishedCount(cuttable) }).toEqual({
        point,
        finished: countBefore(cuttable, point),
      });
    }
    await expectConverged(cuttable, contents);
  });

  it('but waits for a session to end takes no other, and says so', async () => {
    await using server = await RestartablePostgres.create();
    const { workspace } = await cuttableWorkspace(await server.createDatabase('stopping'), 'mixed');
    const gate = await PostgresGate.close(workspace.database.url, 'SELECT 1');
    await server.stop('smart');
    const refusal = await workspace.refused('upgrade', '--all');
    await gate[Symbol.asyncDispose]();
    expect(refusal).toMatchObject({ exitCode: 1, code: 'DATABASE.UNREACHABLE' });
    expect(refusal.message).toContain('shutting down');
  });
});

describe('eight upgrades at once', () => {
  it('apply every revision once, all succeed, and nothing of them is left', async () => {
    const { url } = await createTestDatabase();
    const cuttable = await cuttableWorkspace(url, 'mixed');
    const contents = await undisturbed(cuttable);
    const { workspace, revisions } = cuttable;
    const runs = await Promise.all(Array.from({ length: 8 }, () => workspace.upgrade('--all')));
    expect(runs.map((applied) => applied.length).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, revisions.length]);
    expect(await readContents(workspace.database)).toEqual(contents);
    expect(await readLeftovers(url)).toEqual(NOTHING_LEFT);
  });
});

describe('the lock', () => {
  it('of a run is waited for, and who holds it is named', async () => {
    const { url } = await createTestDatabase();
    const cuttable = await cuttableWorkspace(url, 'mixed');
    const { workspace, points } = cuttable;
    await atNextRun(workspace.database, `pause ${points[2] ?? ''}`);
    const holder = startCli(['upgrade', '--all'], { cwd: workspace.root });
    await untilPaused(workspace.database);
    const [session] = await runSql<{ pid: number }>(
      url,
      `SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()`,
    );
    const { exitCode, stdout, stderr } = await runCli(['upgrade', '--all', '--lock-timeout', '0.2'], {
      cwd: workspace.root,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    const who = new RegExp(
      `Gave up after 0\\.2 s: orchestrate upgrade --all \\(server process ${session?.pid}, connected from 127\\.0\\.0\\.1 since 20\\d\\d-\\S+Z\\)`,
    );
    expect(stderr).toContain(
      `Waiting up to 200 ms for the database, which is in use by \`orchestrate upgrade --all\`, process ${session?.pid}, on 127.0.0.1, since `,
    );
    expect(stderr).toMatch(who);
    expect(stderr).toMatch(/\nLOCK\.TIMEOUT\n$/);
    holder.kill('SIGKILL');
    await holder;
  });

  it("of Prisma's own commands is waited for as well", async () => {
    const { url } = await createTestDatabase();
    const cuttable = await cuttableWorkspace(url, 'mixed');
    const { workspace, revisions } = cuttable;
    const gate = await PostgresGate.close(url, `SELECT pg_advisory_lock(${PRISMAS_LOCK})`, 'prisma migrate');
    const pid = await gate.pid();
    const refusal = await workspace.refused('upgrade', '--all', '--lock-timeout', '0');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'LOCK.TIMEOUT' });
    expect(refusal.message).toContain(`prisma migrate (server process ${pid}, connected from 127.0.0.1 since `);
    const run = startCli(['upgrade', '--all'], { cwd: workspace.root });
    await lineOf(run, 'Waiting up to');
    await gate[Symbol.asyncDispose]();
    expect(await run).toMatchObject({ exitCode: 0 });
    expect(await finishedCount(cuttable)).toBe(revisions.length);
    expect(await readLeftovers(url)).toEqual(NOTHING_LEFT);
  });

  it("keeps Prisma's own commands out while a run works, and nobody where one only looks", async () => {
    const { url } = await createTestDatabase();
    const { workspace, points } = await cuttableWorkspace(url, 'mixed');
    await atNextRun(workspace.database, `pause ${points[1] ?? ''}`);
    const run = startCli(['upgrade', '--all'], { cwd: workspace.root });
    await untilPaused(workspace.database);
    const taken = `SELECT pg_try_advisory_lock(${PRISMAS_LOCK}) AS taken`;
    expect(await runSql(url, taken)).toEqual([{ taken: false }]);
    for (const command of ['status', 'current', 'history', 'debug']) await workspace.ok(command);
    await workspace.ok('upgrade', '--all', '--dry-run');
    run.kill('SIGKILL');
    await run;
  });

  it('is given back by SIGINT while waiting for it', async () => {
    const { url } = await createTestDatabase();
    const { workspace } = await cuttableWorkspace(url, 'mixed');
    for (const key of [PRISMAS_LOCK]) {
      await using gate = await PostgresGate.close(url, `SELECT pg_advisory_lock(${key})`);
      const run = startCli(['upgrade', '--all'], { cwd: workspace.root });
      await lineOf(run, 'Waiting up to');
      run.kill('SIGINT');
      const { exitCode, stderr } = await run;
      expect(exitCode).toBe(130);
      expect(stderr).toContain('nothing was changed');
      expect(await gate.pid()).toBeGreaterThan(0);
    }
    expect(await readHistory(workspace.database)).toEqual([]);
    expect(await readLeftovers(url)).toEqual(NOTHING_LEFT);
  });

  it.each(['revision', 'all'])('is given back by SIGINT while applying with --tx %s', async (mode) => {
    const { url } = await createTestDatabase();
    const cuttable = await cuttableWorkspace(url, 'transactional');
    const contents = await undisturbed(cuttable);
    const { workspace, revisions } = cuttable;
    await workspace.upgrade('--target', '+1');
    const before = await dumpPostgres(url);
    const gate = await PostgresGate.close(url, 'LOCK TABLE "core_counter"');
    const run = startCli(['upgrade', '--all', '--tx', mode], { cwd: workspace.root });
    await gate.untilWaitedFor();
    run.kill('SIGINT');
    await lineOf(run, 'Interrupt');
    await gate[Symbol.asyncDispose]();
    expect(await run).toMatchObject({ exitCode: 130, stdout: '' });
    expect(await readLeftovers(url)).toEqual(NOTHING_LEFT);
    if (mode === 'all') expect(differenceOf(before, await dumpPostgres(url))).toEqual([]);
    else expect(await finishedCount(cuttable)).toBeLessThan(revisions.length);
    await expectConverged(cuttable, contents);
  });
});

describe('a shadow database', () => {
  const SLEEPING = `SELECT pid FROM pg_stat_activity WHERE datname LIKE 'orchestrate\\_shadow\\_orphan\\_%' AND wait_event = 'PgSleep'`;

  it('is dropped when its session is terminated, and by the next run when its run was killed', async () => {
    const { url } = await createTestDatabase();
    const workspace = await TestWorkspace.on(
      postgresAt(url),
      { orphan: 'model Orphan {\n  id Int @id\n}\n' },
      { 'orchestrate.config.json': '{ "shadow": "server" }' },
    );
    const id = 'orphan/20260101000000_slow';
    const args = ['revision', '--extension', 'orphan', '-m', 'Orphan', '--auto'];
    workspace.revision(id, { up: 'SELECT pg_sleep(3600);' });
    const untilAsleep = async () => (await untilRow<{ readonly pid: number }>(url, SLEEPING)).pid;

    const refusal = workspace.refused(...args);
    await runSql(url, `SELECT pg_terminate_backend(${await untilAsleep()})`);
    expect(await refusal).toMatchObject({ exitCode: 1, code: 'DATABASE.CONNECTION_LOST' });
    expect(await readLeftovers(url, ['orphan'])).toEqual(NOTHING_LEFT);

    const run = startCli(args, { cwd: workspace.root });
    const pid = await untilAsleep();
    run.kill('SIGKILL');
    await run;
    await runSql(url, `SELECT pg_terminate_backend(${pid}, 5000)`);
    workspace.write({ [`${workspace.directoryOf(id)}/migration.sql`]: 'SELECT 1;' });
    await workspace.auto('orphan');
    expect(await readLeftovers(url, ['orphan'])).toEqual(NOTHING_LEFT);
  });
});

describe('--tx all', () => {
  it('over 200 revisions of 10 extensions, of which the last fails, leaves everything as it was to the last bit', async () => {
    const { url } = await createTestDatabase();
    const workspace = await TestWorkspace.on(postgresAt(url), {});
    const extensions = ['core', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    for (const extension of extensions.slice(1)) workspace.fragment(extension, '');
    for (let round = 0; round < 20; round += 1) {
      for (const [index, extension] of extensions.entries()) {
        const isLast = round === 19 && index === 9;
        workspace.revision(
          `${extension}/202601${String(round + 1).padStart(2, '0')}0000${String(index).padStart(2, '0')}_r`,
          {
            up: changeOf(extension, round) + (isLast ? 'SELECT 1 / 0;\n' : ''),
          },
        );
      }
    }
    const expectUnchanged = async (): Promise<void> => {
      const before = await dumpPostgres(url);
      const refusal = await workspace.refused('upgrade', '--all', '--tx', 'all');
      expect(refusal).toMatchObject({ exitCode: 1, code: 'UPGRADE.REVISION_FAILED' });
      expect(refusal.message).toContain('division by zero');
      expect(differenceOf(before, await dumpPostgres(url))).toEqual([]);
      expect(await readLeftovers(url)).toEqual(NOTHING_LEFT);
    };
    await expectUnchanged();
    await workspace.upgrade('--extension', 'a', '--target', '+3');
    await workspace.upgrade('--extension', 'core', '--target', '+6');
    await expectUnchanged();
  });
});

/** Changes of every kind, to what there is and to what is new. */
function changeOf(extension: string, round: number): string {
  const table = `"${extension}_${round - (round % 4)}"`;
  switch (round % 4) {
    case 0:
      return `CREATE TABLE ${table} ("id" SERIAL PRIMARY KEY, "text" TEXT);
CREATE INDEX "${extension}_${round}_text" ON ${table} (lower("text"));
CREATE TYPE "${extension}_${round}_kind" AS ENUM ('A');\n`;
    case 1:
      return `INSERT INTO ${table} VALUES (1, 'one'), (2, 'two');
ALTER TYPE "${extension}_${round - 1}_kind" ADD VALUE 'B';
CREATE FUNCTION "${extension}_${round}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER "t" BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION "${extension}_${round}"();\n`;
    case 2:
      return `UPDATE ${table} SET "text" = upper("text");
DELETE FROM ${table} WHERE "id" = 2;
ALTER TABLE ${table} ADD "more" NUMERIC NOT NULL DEFAULT 1, ADD CONSTRAINT "${extension}_positive" CHECK ("more" > 0);
COMMENT ON TABLE ${table} IS 'of ${extension}';
CREATE VIEW "${extension}_${round}_view" AS SELECT * FROM ${table};\n`;
    default:
      return `DROP VIEW "${extension}_${round - 1}_view";
DROP INDEX "${extension}_${round - 3}_text";
ALTER TABLE ${table} ALTER "text" TYPE VARCHAR(100);
TRUNCATE ${table};\n`;
  }
}

describe('300 tables that no fragment owns', () => {
  it('are neither touched nor dropped, and keep no extension from its own', async () => {
    const foreign = Array.from({ length: 300 }, (_, index) =>
      [
        `CREATE TYPE "Kind${index}" AS ENUM ('A', 'B')`,
        `CREATE TABLE "Foreign${index}" ("id" SERIAL PRIMARY KEY, "kind" "Kind${index}" NOT NULL DEFAULT 'A', "other" INTEGER REFERENCES "Foreign${Math.max(0, index - 1)}")`,
      ].join(';'),
    );
    const { url } = await createTestDatabase({ sql: foreign.join(';') });
    const before = await dumpPostgres(url);
    const workspace = await TestWorkspace.on(postgresAt(url), {
      core: 'model User {\n  id Int @id\n  posts Post[]\n}\n'.replace('  posts Post[]\n', ''),
      blog: 'model Post {\n  id Int @id\n  userId Int\n  user User @relation(fields: [userId], references: [id])\n}\n',
    });
    for (const extension of ['core', 'blog']) {
      const { migrationSql, downSql } = await workspace.auto(extension);
      expect(migrationSql + downSql).not.toMatch(/Foreign\d|Kind\d/);
    }
    expect(await workspace.upgrade('--all')).toHaveLength(2);
    workspace.fragment('blog', 'model Post {\n  id Int @id\n  title String?\n}\n');
    const changed = await workspace.auto('blog', '--allow-destructive');
    expect(changed.migrationSql + changed.downSql).not.toMatch(/Foreign\d|Kind\d/);
    expect(await workspace.upgrade('--all')).toHaveLength(1);
    expect(await workspace.downgrade('blog', 'base')).toHaveLength(2);
    expect(await workspace.downgrade('core', 'base')).toHaveLength(1);
    await runSql(url, 'DROP TABLE "_prisma_migrations", "_prisma_migrations_blog"');
    expect(differenceOf(before, await dumpPostgres(url))).toEqual([]);
  });
});
