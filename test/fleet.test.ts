// One command, many databases: each for itself, whatever becomes of the others.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { driverFor } from '../packages/core/src/database/driver-for.js';
import type { FleetEntry, OrchestrateEvent } from '../packages/core/src/index.js';
import { upgradeFleet } from '../packages/core/src/index.js';
import { DATABASES } from './support/databases.js';
import { BLOG_1, BOTH, CORE_1, TestFleet, tally } from './support/fleet-workspace.js';
import { startCli } from './support/run-cli.js';
import { startInProcess } from './support/run-in-process.js';
import { SQLITE } from './support/sqlite-test-database.js';
import type { DatabaseKind } from './support/test-database.js';

const CORE_2 = 'core/20260103000000_extra';
const EXTRA = 'CREATE TABLE "Extra" ("id" INTEGER PRIMARY KEY);\n';
const LARGE = { SQLite: { databases: 500 }, PostgreSQL: { databases: 50, schemas: 50 } } as const;
/** A history row of a revision that the workspace does not have. */
const NEWER = `INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "started_at", "applied_steps_count")
  SELECT 'x', "checksum", "finished_at", '20270101000000_newer', "started_at", 1 FROM "_prisma_migrations"`;

function outcomes(entries: readonly FleetEntry[]): readonly string[] {
  return entries.map(({ name, outcome, error }) => `${name} ${error?.code ?? outcome}`);
}

/** Holds the lock of a database, as another run would. */
async function lockOf(on: DatabaseKind, url: string, root: string): Promise<AsyncDisposable> {
  const driver = await driverFor(on.provider);
  const limits = { lockTimeoutMs: null, statementTimeoutMs: null };
  const database = await driver.open({ url, display: url, root, mode: 'write', command: 'another', ...limits });
  const lock = await database.lock({ timeoutMs: 0, command: 'another' });
  return {
    [Symbol.asyncDispose]: async () => {
      await lock[Symbol.asyncDispose]();
      await database.close();
    },
  };
}

describe.each(DATABASES)('a fleet on $name', (on) => {
  it('of hundreds is upgraded; those that cannot be keep nobody, and are done when they are mended', async () => {
    const fleet = await TestFleet.on(on, LARGE[on.name as keyof typeof LARGE]);
    const { workspace, tenants } = fleet;
    const count = tenants.length;
    expect(await fleet.upgrade()).toMatchObject({
      exitCode: 0,
      retry: null,
      totals: { databases: count, upgraded: count, failed: 0, revisions: 2 * count },
    });
    expect(tally(await fleet.applied())).toEqual({ [BOTH]: count });

    const [taken, newer] = tenants.slice(count / 2);
    await taken?.database.execute(EXTRA);
    await newer?.database.execute(NEWER);
    workspace.revision(CORE_2, { up: EXTRA });
    const result = await fleet.upgrade();
    expect(result).toMatchObject({
      exitCode: 1,
      stopped: null,
      totals: { upgraded: count - 2, failed: 2, revisions: count - 2 },
      retry: expect.stringMatching(new RegExp(` --only ${taken?.name},${newer?.name}$`)),
    });
    expect(outcomes(result.databases.filter(({ error }) => error !== null))).toEqual([
      `${taken?.name} UPGRADE.REVISION_FAILED`,
      `${newer?.name} HISTORY.MISSING_REVISION`,
    ]);

    await taken?.database.execute('DROP TABLE "Extra"');
    await newer?.database.execute(`DELETE FROM "_prisma_migrations" WHERE "id" = 'x'`);
    expect(await fleet.upgrade()).toMatchObject({ exitCode: 0, totals: { upgraded: 2, upToDate: count - 2 } });
    expect(tally(await fleet.applied())).toEqual({ [[BLOG_1, CORE_1, CORE_2].join()]: count });
  });

  it('is resumed after kill -9, with every revision applied once', async () => {
    const fleet = await TestFleet.on(on, { databases: 16, schemas: 8 });
    const args = ['upgrade', '--all', '--databases', 'tenants.txt', '--create-database', '--concurrency', '3'];
    for (const kills of [1, 2, 3, 4]) {
      const run = startCli([...args, '--verbose'], { cwd: fleet.workspace.root });
      let finished = 0;
      for await (const line of run.iterable({ from: 'stderr' })) {
        if (/^\d+\/24 .*2 revisions/.test(line)) finished += 1;
        if (finished >= kills) run.kill('SIGKILL');
      }
      expect((await run).signal).toBe('SIGKILL');
    }
    const { exitCode, totals } = await fleet.upgrade();
    expect({ exitCode, left: totals.upgraded > 0 && totals.upgraded < 24 }).toEqual({ exitCode: 0, left: true });
    expect(tally(await fleet.applied())).toEqual({ [BOTH]: 24 });
  });

  it('is worked on by two runs at once, which share the work', async () => {
    const fleet = await TestFleet.on(on, { databases: 8, schemas: 4 });
    const [one, other] = await Promise.all([fleet.upgrade(), fleet.upgrade()]);
    expect([one?.exitCode, other?.exitCode]).toEqual([0, 0]);
    expect((one?.totals.revisions ?? 0) + (other?.totals.revisions ?? 0)).toBe(24);
    expect(tally(await fleet.applied())).toEqual({ [BOTH]: 12 });
  });

  it('gives each database its own error', async () => {
    const fleet = await TestFleet.on(on, { databases: 4 });
    const { root } = fleet.workspace;
    const [locked, newer] = fleet.tenants;
    await fleet.upgrade('--only', 't_1,t_2');
    await newer?.database.execute(NEWER);
    writeFileSync(join(root, 'text.db'), 'This is no database.');
    const url = new URL(fleet.tenants[3]?.database.url ?? '');
    const isFile = on.provider === 'sqlite';
    url.port = isFile ? '' : '1';
    const unusable = isFile ? 'file:./text.db' : url.href;
    const missing = isFile ? 'file:./missing.db' : (fleet.tenants[3]?.database.url.replace(/_3$/, '_none') ?? '');
    fleet.list([
      ...fleet.tenants,
      { name: 'unusable', database: { url: unusable } },
      { name: 'missing', database: { url: missing } },
    ]);
    fleet.workspace.revision(CORE_2, { up: EXTRA });
    await using _lock = await lockOf(on, locked?.database.url ?? '', root);
    const args = ['upgrade', '--all', '--databases', 'tenants.txt', '--lock-timeout', '0'];
    // The others are made first: without consent nothing is.
    await fleet.upgrade('--only', 't_3,t_4');
    const { exitCode, stdout, stderr } = await fleet.workspace.run(...args, '--json');
    expect(outcomes(JSON.parse(stdout).result.databases)).toEqual([
      't_1 LOCK.TIMEOUT',
      't_2 HISTORY.MISSING_REVISION',
      't_3 up-to-date',
      't_4 up-to-date',
      `unusable ${isFile ? 'DATABASE.NOT_A_DATABASE' : 'DATABASE.UNREACHABLE'}`,
      'missing DATABASE.MISSING',
    ]);
    expect(exitCode).toBe(1);
    expect(stdout + stderr).not.toContain('postgres:postgres');
    const text = await fleet.workspace.run(...args);
    expect(text.stdout).toContain(
      'Then run: orchestrate upgrade --all --lock-timeout 0 --databases tenants.txt --only t_1,t_2,unusable,missing',
    );
    expect(text.stdout).not.toContain('postgres:postgres');
  });

  it('stops where it is asked to, and begins with a few', async () => {
    const fleet = await TestFleet.on(on, { databases: 5 });
    await fleet.upgrade();
    await fleet.tenants[1]?.database.execute(EXTRA);
    fleet.workspace.revision(CORE_2, { up: EXTRA });
    const dry = await fleet.upgrade('--dry-run');
    expect(dry).toMatchObject({ exitCode: 0, totals: { pending: 5, revisions: 5 } });

    const canary = await fleet.upgrade('--canary', '2', '--concurrency', '1');
    expect(canary).toMatchObject({ exitCode: 1, stopped: 'canary', totals: { upgraded: 1, failed: 1, notStarted: 3 } });
    const stop = await fleet.upgrade('--on-error', 'stop', '--concurrency', '1');
    expect(outcomes(stop.databases)).toEqual([
      't_1 up-to-date',
      't_2 UPGRADE.REVISION_FAILED',
      't_3 not-started',
      't_4 not-started',
      't_5 not-started',
    ]);
    expect(stop.stopped).toBe('error');
    expect(await fleet.upgrade('--canary', '1', '--only', 't_1,t_3,t_4')).toMatchObject({ totals: { upgraded: 2 } });
  });

  it('ends after the revisions that are being applied when the signal fires, and says what is done', async () => {
    const fleet = await TestFleet.on(on, { databases: 6 });
    const stop = new AbortController();
    const events: OrchestrateEvent[] = [];
    const options = {
      cwd: fleet.workspace.root,
      selection: { kind: 'all' },
      databases: fleet.tenants.map(({ name, database }) => ({ name, url: database.url })),
      createDatabase: true,
      concurrency: 2,
    } as const;
    const cut = await upgradeFleet({
      ...options,
      signal: stop.signal,
      onEvent: (event) => {
        events.push(event);
        const isThird = event.kind === 'in-database' && event.database === 't_3';
        if (isThird && event.event.kind === 'revision-started') stop.abort();
      },
    });
    expect(cut.stopped).toBe('interrupted');
    const third = cut.databases.find(({ name }) => name === 't_3');
    expect(third).toMatchObject({ outcome: 'interrupted', revisions: [CORE_1], error: { code: 'RUN.INTERRUPTED' } });
    expect(cut.totals).toMatchObject({ failed: 0, notStarted: expect.any(Number) });
    expect(cut.totals.notStarted).toBeGreaterThanOrEqual(2);
    const running = events.flatMap((event) => ('fleet' in event ? [event.fleet.running] : []));
    expect(Math.max(...running)).toBeLessThanOrEqual(2);

    expect((await upgradeFleet(options)).totals).toMatchObject({ failed: 0, notStarted: 0 });
    expect(tally(await fleet.applied())).toEqual({ [BOTH]: 6 });
  });

  it('is split into shards, counted from 1 or from 0, that are the whole of it', async () => {
    const fleet = await TestFleet.on(on, { databases: 2, schemas: 10 });
    const shards = [
      await fleet.upgrade('--shard', '1/3', '--dry-run'),
      await fleet.upgrade('--shard-index', '1', '--shard-count', '3', '--dry-run'),
      await fleet.upgrade('--shard', '3/3', '--dry-run'),
    ];
    const names = shards.flatMap(({ databases }) => databases.map(({ name }) => name));
    expect([...names].sort()).toEqual(fleet.tenants.map(({ name }) => name).sort());
    expect(shards[1]?.shard).toEqual({ index: 2, count: 3 });
  });
});

describe('the list of a fleet', () => {
  const MODULE = `export default async function* () {
  yield 'file:./tenants/a.db';
  yield { name: process.env.SECOND, url: 'file:./tenants/b.db' };
}
`;

  async function namesOf(list: string, fleet: TestFleet, input = ''): Promise<readonly string[]> {
    const stdin = new PassThrough().end(input);
    const args = ['upgrade', '--all', '--databases', list, '--create-database', '--dry-run', '--json'];
    const { stdout } = await startInProcess(args, { cwd: fleet.workspace.root, stdin, stderr: new PassThrough() });
    return JSON.parse(stdout).result.databases.map(({ name }: FleetEntry) => name);
  }

  it('is a module that sees .env, a document, or standard input', async () => {
    const fleet = await TestFleet.on(SQLITE, { databases: 0 });
    fleet.workspace.write({
      '.env': 'SECOND=globex\n',
      'tenants.mts': MODULE,
      'tenants.cjs': `module.exports = ['file:./tenants/a.db'];\n`,
      'tenants.yaml': '- file:./tenants/a.db\n- { name: b, url: file:./tenants/b.db }\n',
      'empty.mjs': 'export default [];\n',
    });
    expect(await namesOf('tenants.mts', fleet)).toEqual(['tenants/a.db', 'globex']);
    expect(await namesOf('tenants.cjs', fleet)).toEqual(['tenants/a.db']);
    expect(await namesOf('tenants.yaml', fleet)).toEqual(['tenants/a.db', 'b']);
    expect(await namesOf('-', fleet, 'c=file:./tenants/c.db\n')).toEqual(['c']);
    expect(await namesOf('-', fleet, ' [{ "name": "d", "url": "file:./tenants/d.db" }]')).toEqual(['d']);
    expect(await namesOf('empty.mjs', fleet)).toEqual([]);
  });

  it('is refused with all that is wrong in it, before anything is run', async () => {
    const fleet = await TestFleet.on(SQLITE, { databases: 1 });
    const [tenant] = fleet.tenants;
    const path = `./tenants/../tenants/0.db`;
    fleet.workspace.write({
      'tenants.txt': `t=${tenant?.database.url}\nagain=file:${path}\nnonsense\nt=file:./other.db\n`,
      'throws.ts': `export default () => { throw new Error('No control database.'); };\n`,
      'number.ts': 'export default 7;\n',
      'empty.txt': '# None.\n',
    });
    const refused = (...flags: readonly string[]) => fleet.workspace.refused('upgrade', '--all', ...flags);
    const list = await refused('--databases', 'tenants.txt', '--create-database');
    expect(list).toMatchObject({ exitCode: 2, code: 'FLEET.BAD_LIST' });
    expect(list.message.split('\n').slice(1)).toEqual([
      expect.stringMatching(/tenants\.txt:2 \("again"\) is the same database as .*tenants\.txt:1 \("t"\)/),
      expect.stringMatching(/tenants\.txt:3 is neither/),
      expect.stringMatching(/tenants\.txt:4 is called "t", as .*tenants\.txt:1 is/),
    ]);
    expect(tenant?.database.exists).toBe(false);
    const codes = [
      (await refused('--databases', 'throws.ts')).message,
      (await refused('--databases', 'number.ts')).code,
      (await refused('--databases', 'empty.txt')).code,
      (await refused('--databases', 'none.txt')).code,
      (await refused('--databases', 'throws.ts', '--shard', '4/3')).code,
      (await refused('--databases', 'throws.ts', '--shard', '0-3')).code,
      (await refused('--databases', 'throws.ts', '--shard-index', '1')).code,
      (await refused('--databases', 'throws.ts', '--concurrency', '0')).code,
      (await refused('--databases', 'throws.ts', '--database-url', 'file:./a.db')).code,
      (await refused('--databases', 'throws.ts', '--sql')).code,
      (await refused('--canary', '1')).code,
    ];
    expect(codes).toEqual([
      expect.stringContaining('No control database.'),
      'FLEET.NOT_A_LIST',
      'FLEET.EMPTY',
      'FLEET.NO_FILE',
      'FLEET.BAD_OPTION',
      'CLI.INVALID_VALUE',
      'CLI.INVALID_VALUE',
      'FLEET.BAD_OPTION',
      'CLI.CONFLICTING_OPTIONS',
      'CLI.CONFLICTING_OPTIONS',
      'CLI.MISSING_OPTION',
    ]);
    fleet.list(fleet.tenants);
    expect(await refused('--databases', 'tenants.txt', '--only', 't_2')).toMatchObject({
      code: 'FLEET.UNKNOWN_DATABASE',
      fix: 'Did you mean t_1?',
    });
  });

  it('gives hooks the database that they run for, and each one a folder for its backups', async () => {
    const config = {
      hooks: { beforeUpgrade: 'echo "$ORCHESTRATE_DATABASE is $DATABASE_URL"' },
      backup: { beforeMigrate: true, location: 'backups' },
    };
    const fleet = await TestFleet.on(SQLITE, { databases: 2 }, config);
    const { workspace } = fleet;
    await fleet.upgrade();
    workspace.revision(CORE_2, { up: EXTRA });
    const { stderr } = await workspace.run('upgrade', '--all', '--databases', 'tenants.txt');
    expect(stderr).toContain('t_1: beforeUpgrade: t_1 is file:./tenants/0.db\n');
    expect(stderr).toContain('t_2: beforeUpgrade: t_2 is file:./tenants/1.db\n');
    expect(readdirSync(join(workspace.root, 'backups')).sort()).toEqual(['t_1', 't_2']);
  });

  it('is left in order by Ctrl+C, with a summary and exit code 130', async () => {
    const interrupt = {
      hooks: { beforeUpgrade: 'if [ "$ORCHESTRATE_DATABASE" = t_2 ]; then kill -INT $PPID; sleep 60; fi' },
    };
    const fleet = await TestFleet.on(SQLITE, { databases: 4 }, interrupt);
    const args = ['upgrade', '--all', '--databases', 'tenants.txt', '--create-database', '--concurrency', '1'];
    const { exitCode, stdout } = await startCli(args, { cwd: fleet.workspace.root });
    expect({ exitCode, stdout }).toEqual({
      exitCode: 130,
      stdout: expect.stringMatching(/1 +interrupted +t_2\n +2 +not started +t_3, t_4\n +1 +upgraded +2 +t_1\n/),
    });
    expect(stdout).toContain('--only t_2,t_3,t_4');
  });
});
