// Several workspaces in one process at the same time: each does what it would do alone.
import type { OrchestrateEvent, RevisionId } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import { BLOG_1, blogWorkspace, CORE_1, POST } from './support/blog-workspace.js';
import { loadCore } from './support/load-core.js';
import { POSTGRESQL } from './support/postgres-test-database.js';
import { SQLITE } from './support/sqlite-test-database.js';
import type { DatabaseKind } from './support/test-database.js';
import type { TestWorkspace } from './support/test-workspace.js';

const core = await loadCore();
const all = { kind: 'all' } as const;
const BLOG_2 = 'blog/20260103000000_notes';

/** What everything of one workspace comes to, whatever goes on beside it. */
interface Outcome {
  readonly upgraded: readonly RevisionId[];
  readonly told: readonly string[];
  readonly hooked: string;
  readonly drafted: string;
  readonly pending: readonly string[];
  readonly findings: readonly string[];
  readonly applied: readonly (readonly [string, number])[];
}

/** A workspace whose configuration takes a while to load and says what it found in its environment. */
async function make(on: DatabaseKind, name: string): Promise<TestWorkspace> {
  const workspace = await blogWorkspace(on);
  workspace.revision(BLOG_2, {
    up: `ALTER TABLE "Post" ADD COLUMN "${name}" TEXT;`,
    down: `ALTER TABLE "Post" DROP COLUMN "${name}";`,
  });
  workspace.fragment('blog', POST.replace('title ', `${name} String?\n  extra String?\n  title `));
  workspace.fragment('left-out', 'model Unread {\n  nothing Nothing\n}\n');
  workspace.write({
    'orchestrate.config.mjs': `await new Promise((resolve) => setTimeout(resolve, 5));
export default {
  output: 'composed-' + process.env.NAME,
  hooks: { afterUpgrade: 'echo "$NAME $ORCHESTRATE_EXTENSIONS" > hooked-' + process.env.NAME },
};
`,
  });
  return workspace;
}

/** Upgrades, drafts and checks; `signal` ends the upgrade. */
async function work(workspace: TestWorkspace, name: string): Promise<Outcome> {
  const environment = { PATH: process.env['PATH'], NAME: name, ORCHESTRATE_EXTENSIONS: 'blog' };
  const told: string[] = [];
  const onEvent = (event: OrchestrateEvent): void => {
    if (event.kind === 'revision-finished') told.push(`${event.action} ${event.revision}`);
  };
  const common = { cwd: workspace.root, environment, onEvent };
  const upgraded = await core.upgrade({ ...common, selection: all });
  const drafted = await core.makeRevision({ ...common, extension: 'blog', message: 'Extra', auto: true });
  const [checked, status] = await Promise.all([core.check({ ...common, database: true }), core.status(common)]);
  return {
    upgraded: upgraded.revisions.map(({ revision }) => revision),
    told,
    hooked: workspace.read(`hooked-${name}`),
    drafted: drafted.kind === 'created' ? drafted.migrationSql : drafted.kind,
    pending: checked.pending.map(({ extension }) => extension),
    findings: checked.findings.map(({ code }) => code),
    applied: status.extensions.map((extension) => [extension.name, extension.pending.length]),
  };
}

describe('two workspaces in one process', () => {
  it('do side by side what they do alone, and do not notice that a third is ended', async () => {
    const before = { ...process.env };
    const alone = { a: await work(await make(SQLITE, 'a'), 'a'), b: await work(await make(POSTGRESQL, 'b'), 'b') };
    expect(alone.a).toMatchObject({
      upgraded: [CORE_1, BLOG_1, BLOG_2],
      told: [CORE_1, BLOG_1, BLOG_2].map((revision) => `applied ${revision}`),
      hooked: 'a blog\n',
      drafted: expect.stringContaining('"extra"'),
      pending: [],
    });
    const [a, b, ended] = await Promise.all([make(SQLITE, 'a'), make(POSTGRESQL, 'b'), make(SQLITE, 'c')]);
    const stop = new AbortController();
    const onEvent = ({ kind }: OrchestrateEvent): void => {
      if (kind === 'revision-finished') stop.abort();
    };
    const environment = { NAME: 'c', ORCHESTRATE_EXTENSIONS: 'blog' };
    const [ofA, ofB, ofEnded] = await Promise.allSettled([
      work(a, 'a'),
      work(b, 'b'),
      core.upgrade({ cwd: ended.root, environment, selection: all, onEvent, signal: stop.signal }),
    ]);
    expect(ofA).toEqual({ status: 'fulfilled', value: alone.a });
    expect(ofB).toEqual({ status: 'fulfilled', value: alone.b });
    expect(ofEnded).toMatchObject({ status: 'rejected', reason: { kind: 'interrupted', meta: { done: 1, total: 3 } } });
    expect({ ...process.env }).toEqual(before);
  });

  it.each([SQLITE, POSTGRESQL])('on one database of $name wait for each other', async (on) => {
    const workspace = await blogWorkspace(on);
    const upgrade = () => core.upgrade({ cwd: workspace.root, selection: all });
    const results = await Promise.all([upgrade(), upgrade(), upgrade()]);
    const applied = results.map(({ revisions }) => revisions.map(({ revision }) => revision));
    expect(applied.sort((left, right) => left.length - right.length)).toEqual([[], [], [CORE_1, BLOG_1]]);
  });

  it('each have the server and the password of their own environment', async () => {
    const { database } = await make(POSTGRESQL, 'd');
    const { hostname, port, username, password, pathname, searchParams } = new URL(database.url);
    const right = {
      PGHOST: searchParams.get('host') ?? hostname,
      PGPORT: port,
      PGUSER: username,
      PGPASSWORD: decodeURIComponent(password),
      PGDATABASE: pathname.slice(1),
    };
    const { root } = await make(POSTGRESQL, 'd');
    const options = { cwd: root, databaseUrl: 'postgresql://' };
    const own = { NAME: 'd', ORCHESTRATE_EXTENSIONS: 'blog' };
    const [there, elsewhere] = await Promise.allSettled([
      core.status({ ...options, environment: { ...own, ...right } }),
      core.status({ ...options, environment: { ...own, ...right, PGPORT: '1' } }),
    ]);
    expect(there).toMatchObject({ status: 'fulfilled', value: { isUpToDate: false } });
    expect(elsewhere).toMatchObject({ status: 'rejected', reason: { code: 'DATABASE.UNREACHABLE' } });
  });
});
