// Every operation of the library, ended before it begins and at every place where it heeds its signal.
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { FleetResult } from '@prisma-orchestrate/core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { runSql } from '../packages/core/src/database/postgres/server.test-support.js';
import { blogWorkspace } from './support/blog-workspace.js';
import { DATABASES } from './support/databases.js';
import { firesAtLook } from './support/fires-at-look.js';
import { loadCore } from './support/load-core.js';
import { OPERATION_SET_UPS } from './support/operation-set-ups.js';
import { NOTHING_LEFT, readLeftovers } from './support/postgres-leftovers.js';
import { POSTGRESQL } from './support/postgres-test-database.js';
import { SCHEMA_ENGINE } from './support/schema-engine.js';
import { SQLITE } from './support/sqlite-test-database.js';
import type { DatabaseKind } from './support/test-database.js';
import type { TestWorkspace } from './support/test-workspace.js';

const core = await loadCore();

/** What all of them are called with. */
interface Common {
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** Short: a lock that an ended run has kept must be noticed. */
  readonly lockTimeoutMs: number;
}

interface Row {
  readonly run: (common: Common) => Promise<unknown>;
  /** Where it never uses a server: those are run on SQLite only. */
  readonly isLocal?: true;
  /** Whether a result says that it was ended, which is not for an error to say where others are done. */
  readonly isEnded?: (result: unknown) => boolean;
}

const all = { kind: 'all' } as const;
const LIVE = { url: 'file:./prisma/dev.db' };
const yes = async (): Promise<boolean> => true;

/** What it does not throw but return, as every other operation throws it. */
async function autoMigrate(common: Common): Promise<unknown> {
  const { error, ...result } = await core.autoMigrate(common);
  if (error !== null) throw new core.OrchestrateError(error);
  return result;
}

const OPERATIONS = {
  autoMigrate: { isLocal: true, run: autoMigrate },
  backup: { isLocal: true, run: (common) => core.backup(common) },
  check: { run: (common) => core.check({ ...common, database: true, cache: 'off' }) },
  compose: { isLocal: true, run: (common) => core.compose(common) },
  connectSchemaEngine: {
    isLocal: true,
    run: async (common) => {
      await using engine = await core.connectSchemaEngine({ ...common, binary: SCHEMA_ENGINE, datasource: LIVE });
      return await engine.getDatabaseVersion();
    },
  },
  createTestDb: { run: (common) => core.createTestDb({ ...common, force: true }) },
  current: { run: (common) => core.current(common) },
  debug: { run: (common) => core.debug(common) },
  dev: { run: (common) => core.dev({ ...common, message: 'Add notes' }) },
  doctor: { run: (common) => core.doctor(common) },
  downgrade: {
    run: (common) => core.downgrade({ ...common, selection: all, target: 'base', allowDestructive: true }),
  },
  dropTestDb: { run: (common) => core.dropTestDb(common) },
  fix: { run: (common) => core.fix(common) },
  generate: { isLocal: true, run: (common) => core.generate(common) },
  history: { run: (common) => core.history(common) },
  init: { isLocal: true, run: (common) => core.init(common) },
  initExtension: { run: (common) => core.initExtension({ ...common, name: 'shop' }) },
  installHook: { isLocal: true, run: (common) => core.installHook(common) },
  lint: { run: (common) => core.lint({ ...common, database: true }) },
  list: { isLocal: true, run: (common) => core.list({ ...common, models: true, verify: true }) },
  makeRevision: {
    run: (common) => core.makeRevision({ ...common, extension: 'blog', message: 'Add notes', auto: true }),
  },
  merge: { run: (common) => core.merge(common) },
  names: { isLocal: true, run: (common) => core.names({ ...common, models: true }) },
  packCheck: { isLocal: true, run: (common) => core.packCheck({ ...common, directory: 'extensions/blog' }) },
  prisma: {
    isLocal: true,
    run: (common) => core.prisma({ ...common, extension: 'blog', args: ['migrate', 'status'] }),
  },
  provideTestDatabase: {
    isLocal: true,
    run: async (common) => (await core.provideTestDatabase(common)).drop(),
  },
  renameExtension: { isLocal: true, run: (common) => core.renameExtension({ ...common, from: 'blog', to: 'posts' }) },
  repair: { run: (common) => core.repair({ ...common, confirm: yes }) },
  resetTestDb: { run: (common) => core.resetTestDb({ ...common, force: true }) },
  restore: { isLocal: true, run: (common) => core.restore({ ...common, allowDestructive: true }) },
  squash: { run: (common) => core.squash({ ...common, extension: 'blog' }) },
  stamp: { run: (common) => core.stamp({ ...common, selection: all, target: 'head' }) },
  status: { run: (common) => core.status(common) },
  transfer: { run: (common) => core.transfer({ ...common, model: 'Post', from: 'blog', to: 'news' }) },
  uninstall: {
    run: (common) =>
      core.uninstall({ ...common, extension: 'blog', allowDestructive: true, backup: { format: 'csv' } }),
  },
  upgrade: { run: (common) => core.upgrade({ ...common, selection: all }) },
  upgradeFleet: {
    run: ({ cwd, signal }) =>
      core.upgradeFleet({ cwd, signal, selection: all, databases: [{ name: 'one', url: readUrl(cwd) }] }),
    isEnded: (result) => (result as FleetResult).stopped !== null,
  },
  validate: { isLocal: true, run: (common) => core.validate(common) },
} satisfies Readonly<Record<string, Row>>;

const TABLE: readonly (readonly [string, Row])[] = Object.entries(OPERATIONS);

/** `watchDev` ends with its signal only; the others are no operations. */
const ELSEWHERE = [
  'EngineError',
  'OrchestrateError',
  'defineConfig',
  'describeDifference',
  'describeUninstall',
  'hasErrors',
  'isOrchestrateError',
  'lintRules',
  // A server for as long as its input lasts.
  'serveSchemaEngine',
  'watchDev',
];

it('knows every operation', () => {
  const functions = Object.keys(core).filter((name) => !ELSEWHERE.includes(name));
  expect(Object.keys(OPERATIONS).sort()).toEqual(functions.sort());
});

/** The database's own, as `.env` has it. */
function readUrl(cwd: string): string {
  return parseEnv(readFileSync(join(cwd, '.env'), 'utf8'))['DATABASE_URL'] ?? '';
}

/** Its end is no error: it goes on until the signal fires. */
it('watchDev does nothing, or goes on until it is ended', async () => {
  const workspace = await blogWorkspace(SQLITE);
  await OPERATION_SET_UPS['watchDev']?.(workspace);
  const before = await workspace.snapshot();
  const common = { cwd: workspace.root, onRound: () => {} };
  const begun = core.watchDev({ ...common, signal: AbortSignal.abort() });
  await expect(begun).rejects.toMatchObject({ kind: 'interrupted' });
  expect(await workspace.snapshot()).toEqual(before);
  const stop = new AbortController();
  const ended = core.watchDev({ ...common, signal: stop.signal, onIdle: () => stop.abort() });
  expect(await ended).toEqual({ rounds: 1 });
  await vi.waitFor(() => expect(process.getActiveResourcesInfo()).not.toContain('FSEventWrap'));
});

it('debug is ended while a server does not answer', async () => {
  const { root } = await blogWorkspace(POSTGRESQL);
  const stop = new AbortController();
  const server = createServer(() => stop.abort()).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  // Longer than a test may take.
  const databaseUrl = `postgresql://user@127.0.0.1:${port}/app?connect_timeout=3600`;
  const running = core.debug({ cwd: root, databaseUrl, signal: stop.signal });
  await expect(running).rejects.toMatchObject({ kind: 'interrupted' });
});

const filesIn = (root: string): readonly string[] => readdirSync(root, { recursive: true, encoding: 'utf8' });
const children = (): readonly string[] => process.getActiveResourcesInfo().filter((kind) => kind === 'ProcessWrap');

async function expectNothingLeft(on: DatabaseKind, { database }: TestWorkspace): Promise<void> {
  // One that has ended is still there for a moment.
  await vi.waitFor(() => expect(children()).toEqual([]));
  if (on.provider === 'sqlite') return;
  const shadows = `SELECT datname FROM pg_database WHERE shobj_description(oid, 'pg_database') LIKE '%"pid":${process.pid},%'`;
  expect(await runSql(database.url, shadows)).toEqual([]);
  expect(await readLeftovers(database.url)).toEqual(NOTHING_LEFT);
}

describe.each(DATABASES)('on $name', (on) => {
  const rows = TABLE.filter(([, row]) => on.provider === 'sqlite' || row.isLocal !== true);

  it.each(rows)(
    '%s does nothing, or ends cleanly and is taken up again',
    async (name, { run, isEnded = () => false }) => {
      const workspace = await blogWorkspace(on);
      await OPERATION_SET_UPS[name]?.(workspace);
      const before = await workspace.snapshot();
      const common = { cwd: workspace.root, lockTimeoutMs: 200 };
      const interrupted = { name: 'OrchestrateError', code: expect.any(String), kind: 'interrupted' };
      await expect(run({ ...common, signal: AbortSignal.abort() })).rejects.toMatchObject(interrupted);
      expect(await workspace.snapshot()).toEqual(before);

      const seen = new Set<string>();
      const known = new Set(filesIn(workspace.root));
      for (let look = 2; ; look *= 2) {
        const outcome = await run({ ...common, signal: firesAtLook(look) }).catch((error: unknown) => error);
        if (!core.isOrchestrateError(outcome) && !isEnded(outcome)) {
          expect(outcome).not.toBeInstanceOf(Error);
          expect(look).toBeGreaterThan(2);
          break;
        }
        if (!isEnded(outcome)) expect(outcome).toMatchObject(interrupted);
        for (const file of filesIn(workspace.root)) seen.add(file);
      }
      for (const file of filesIn(workspace.root)) known.add(file);
      expect([...seen].filter((file) => !known.has(file))).toEqual([]);
      await expectNothingLeft(on, workspace);
    },
  );
});
