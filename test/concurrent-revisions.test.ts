import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CLI, startCli } from './support/run-cli.js';
import { SQLITE } from './support/sqlite-test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

/** No database is looked at here. */
const workspaceWith = (files: Readonly<Record<string, string>> = {}): Promise<TestWorkspace> =>
  TestWorkspace.on(SQLITE, {}, files);

it('makes no two revisions with the same parent where runs meet', async () => {
  const workspace = await workspaceWith();
  const runs = [1, 2, 3, 4].map((run) => startCli(['revision', '-m', `Run ${run}`, '--json'], { cwd: workspace.root }));
  const documents = (await Promise.all(runs)).map(({ stdout }) => JSON.parse(stdout));
  const refused = documents.flatMap(({ error }) => error?.code ?? []);
  expect(refused).toEqual(refused.map(() => 'REVISION.CHANGED_MEANWHILE'));
  const made = readdirSync(join(workspace.root, 'prisma/migrations')).filter((name) => /_run_\d$/.test(name));
  expect(made).toHaveLength(4 - refused.length);
  expect(made).not.toEqual([]);
  expect(await workspace.ok('merge')).toMatchObject({ merged: [] });
  expect(workspace.has('.orchestrate.lock')).toBe(false);
});

it('makes revisions of extensions that do not depend on each other side by side', async () => {
  const model = (name: string): string => `model ${name} {\n  id Int @id\n}\n`;
  const workspace = await TestWorkspace.on(SQLITE, { blog: model('Post'), shop: model('Order') });
  const made = await Promise.all([workspace.auto('blog'), workspace.auto('shop')]);
  expect(made.map(({ kind }) => kind)).toEqual(['created', 'created']);
  expect(await workspace.upgrade('--all')).toHaveLength(2);
});

it('lets the hook for new revisions make one', async () => {
  const command = `node -e "process.env.NESTED || require('child_process').execFileSync(process.execPath, [${JSON.stringify(CLI).replaceAll('"', "'")}, 'revision', '-m', 'Nested'], { env: { ...process.env, NESTED: '1' } })"`;
  const workspace = await workspaceWith({
    'orchestrate.config.json': JSON.stringify({ hooks: { afterRevision: command } }),
  });
  const { revision } = await workspace.ok<{ revision: string }>('revision', '-m', 'Outer');
  expect(revision).toContain('_outer');
  expect(await workspace.ok('merge')).toMatchObject({ merged: [] });
});
