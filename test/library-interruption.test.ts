// Every operation of the library, ended before it begins and at every place where it heeds its signal.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { runSql } from '../packages/core/src/database/postgres/server.test-support.js';
import { BLOG_1, blogWorkspace, POST, ROWS, USER } from './support/blog-workspace.js';
import { DATABASES } from './support/databases.js';
import { firesAtLook } from './support/fires-at-look.js';
import { loadCore } from './support/load-core.js';
import { NOTHING_LEFT, readLeftovers } from './support/postgres-leftovers.js';
import { CLIENT, installStubPrisma } from './support/stub-prisma.js';
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
  /** What it finds; the revisions are applied where it wants that. */
  readonly prepare?: (workspace: TestWorkspace) => Promise<unknown> | unknown;
  readonly run: (common: Common) => Promise<unknown>;
  /** Where it never uses a server: those are run on SQLite only. */
  readonly isLocal?: true;
}

const applied = (workspace: TestWorkspace) => workspace.upgrade('--all');
const changed = (workspace: TestWorkspace) =>
  workspace.fragment('blog', POST.replace('title    String', 'title    String\n  notes    String?'));
const BLOG_2 = 'blog/20260103000000_notes';
const NOTES = { up: 'ALTER TABLE "Post" ADD COLUMN "notes" TEXT;', down: 'ALTER TABLE "Post" DROP COLUMN "notes";' };
const all = { kind: 'all' } as const;
const yes = async (): Promise<boolean> => true;

const ROWS_OF = {
  init: { isLocal: true, run: (common) => core.init(common) },
  initExtension: { prepare: applied, run: (common) => core.initExtension({ ...common, name: 'shop' }) },
  validate: { isLocal: true, run: (common) => core.validate(common) },
  compose: { isLocal: true, run: (common) => core.compose(common) },
  generate: {
    isLocal: true,
    prepare: (workspace) => {
      workspace.fragment('core', CLIENT + USER.replace(/^model User[^}]+}/, '').replace('enum', '\nenum'));
      workspace.fragment('blog', '');
      installStubPrisma(workspace);
    },
    run: (common) => core.generate(common),
  },
  fix: {
    prepare: (workspace) => workspace.fragment('tags', 'model Tag {\nid Int @id\nrole Role\n}\n'),
    run: (common) => core.fix(common),
  },
  list: { isLocal: true, run: (common) => core.list({ ...common, models: true, verify: true }) },
  names: { isLocal: true, run: (common) => core.names({ ...common, models: true }) },
  makeRevision: {
    prepare: changed,
    run: (common) => core.makeRevision({ ...common, extension: 'blog', message: 'Add notes', auto: true }),
  },
  dev: { prepare: changed, run: (common) => core.dev({ ...common, message: 'Add notes' }) },
  merge: {
    prepare: (workspace) => {
      workspace.revision(BLOG_2, NOTES);
      workspace.revision('blog/20260104000000_tag', {
        up: 'ALTER TABLE "Post" ADD COLUMN "tag" TEXT;',
        down: 'ALTER TABLE "Post" DROP COLUMN "tag";',
        parent: '20260102000000_init',
      });
    },
    run: (common) => core.merge(common),
  },
  squash: {
    prepare: (workspace) => workspace.revision(BLOG_2, NOTES),
    run: (common) => core.squash({ ...common, extension: 'blog' }),
  },
  upgrade: {
    prepare: (workspace) => workspace.revision(BLOG_2, NOTES),
    run: (common) => core.upgrade({ ...common, selection: all }),
  },
  downgrade: {
    prepare: applied,
    run: (common) => core.downgrade({ ...common, selection: all, target: 'base', allowDestructive: true }),
  },
  stamp: { run: (common) => core.stamp({ ...common, selection: all, target: 'head' }) },
  repair: {
    prepare: async (workspace) => {
      await applied(workspace);
      const file = `${workspace.directoryOf(BLOG_1)}/migration.sql`;
      workspace.write({ [file]: `${workspace.read(file)}-- edited\n` });
    },
    run: (common) => core.repair({ ...common, confirm: yes }),
  },
  transfer: {
    prepare: (workspace) => workspace.fragment('notes', ''),
    run: (common) => core.transfer({ ...common, model: 'Post', from: 'blog', to: 'notes' }),
  },
  renameExtension: { isLocal: true, run: (common) => core.renameExtension({ ...common, from: 'blog', to: 'posts' }) },
  uninstall: {
    prepare: async (workspace) => {
      await applied(workspace);
      await workspace.database.execute(ROWS);
    },
    run: (common) =>
      core.uninstall({ ...common, extension: 'blog', allowDestructive: true, backup: { format: 'csv' } }),
  },
  current: { run: (common) => core.current(common) },
  history: { run: (common) => core.history(common) },
  status: { run: (common) => core.status(common) },
  check: { prepare: applied, run: (common) => core.check({ ...common, database: true, cache: 'off' }) },
  packCheck: {
    isLocal: true,
    prepare: (workspace) =>
      workspace.write({ 'extensions/blog/package.json': '{ "name": "blog", "version": "1.0.0" }' }),
    run: (common) => core.packCheck({ ...common, directory: 'extensions/blog' }),
  },
  installHook: {
    isLocal: true,
    prepare: ({ root }) => execFileSync('git', ['init', '-q'], { cwd: root }),
    run: (common) => core.installHook(common),
  },
  debug: { run: (common) => core.debug(common) },
} satisfies Readonly<Record<string, Row>>;

const TABLE: readonly (readonly [string, Row])[] = Object.entries(ROWS_OF);

/** `watchDev` ends with its signal only; the others are no operations. */
const ELSEWHERE = [
  'OrchestrateError',
  'defineConfig',
  'describeUninstall',
  'hasErrors',
  'isOrchestrateError',
  'watchDev',
];

it('knows every operation', () => {
  const functions = Object.keys(core).filter((name) => !ELSEWHERE.includes(name));
  expect(Object.keys(ROWS_OF).sort()).toEqual(functions.sort());
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

  it.each(rows)('%s does nothing, or ends cleanly and is taken up again', async (_name, { prepare, run }) => {
    const workspace = await blogWorkspace(on);
    await prepare?.(workspace);
    const before = await workspace.snapshot();
    const common = { cwd: workspace.root, lockTimeoutMs: 200 };
    const interrupted = { name: 'OrchestrateError', code: expect.any(String), kind: 'interrupted' };
    await expect(run({ ...common, signal: AbortSignal.abort() })).rejects.toMatchObject(interrupted);
    expect(await workspace.snapshot()).toEqual(before);

    const seen = new Set<string>();
    const known = new Set(filesIn(workspace.root));
    for (let look = 2; ; look *= 2) {
      const outcome = await run({ ...common, signal: firesAtLook(look) }).catch((error: unknown) => error);
      if (!core.isOrchestrateError(outcome)) {
        expect(outcome).not.toBeInstanceOf(Error);
        expect(look).toBeGreaterThan(2);
        break;
      }
      expect(outcome).toMatchObject(interrupted);
      for (const file of filesIn(workspace.root)) seen.add(file);
    }
    for (const file of filesIn(workspace.root)) known.add(file);
    expect([...seen].filter((file) => !known.has(file))).toEqual([]);
    await expectNothingLeft(on, workspace);
  });
});
