// Hooks in every form: functions of a TypeScript configuration, lists, time limits, and those that a call brings along.
import type { HookContext } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import { BLOG_1, blogWorkspace, CORE_1 } from './support/blog-workspace.js';
import { DATABASES } from './support/databases.js';
import { loadCore } from './support/load-core.js';
import { SQLITE } from './support/sqlite-test-database.js';

const core = await loadCore();
const all = { kind: 'all' } as const;

/** Notes what each function is told, and uses what its file imports. */
const CONFIG = `import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type HookContext } from '@prisma-orchestrate/core';

async function note({ signal, log, root, ...told }: HookContext): Promise<void> {
  log('noting');
  appendFileSync(join(root, 'hooks.log'), JSON.stringify({ ...told, isAborted: signal.aborted }) + '\\n');
}

export default defineConfig({
  hooks: {
    beforeUpgrade: [note, { run: 'echo "$ORCHESTRATE_REVISIONS" >> hooks.log', timeoutMs: 60_000 }],
    afterUpgrade: { run: note, timeoutMs: 60_000 },
    afterRevision: note,
  },
});
`;

describe.each(DATABASES)('on $name', (on) => {
  it('runs functions and command lines of a configuration in their order', async () => {
    const workspace = await blogWorkspace(on);
    workspace.write({ 'orchestrate.config.ts': CONFIG });
    const { exitCode, stderr } = await workspace.run('upgrade', '--all');
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('beforeUpgrade: noting'),
    });
    const revisions = [CORE_1, BLOG_1];
    const told = {
      revisions,
      extension: null,
      directory: null,
      database: workspace.database.display,
      isAborted: false,
    };
    const [before = '', line, after = ''] = workspace.read('hooks.log').split('\n');
    expect(line).toBe(revisions.join(','));
    expect(JSON.parse(before)).toEqual({ hook: 'beforeUpgrade', ...told });
    expect(JSON.parse(after)).toEqual({ hook: 'afterUpgrade', ...told });
    workspace.remove('hooks.log');
    await workspace.ok('revision', '--extension', 'blog', '-m', 'One', '--no-hooks');
    expect(workspace.has('hooks.log')).toBe(false);
    const { revision, directory } = await workspace.ok<{ revision: string; directory: string }>(
      ...['revision', '--extension', 'blog', '-m', 'Two'],
    );
    const about = { revisions: [revision], extension: 'blog', directory, database: null, isAborted: false };
    expect(JSON.parse(workspace.read('hooks.log'))).toEqual({ hook: 'afterRevision', ...about });
    expect(await workspace.ok('debug')).toMatchObject({
      config: { hooks: { beforeUpgrade: ['function note', 'echo "$ORCHESTRATE_REVISIONS" >> hooks.log'] } },
    });
  });

  it('takes hooks with the call, and says what a failed one has kept from being done', async () => {
    const workspace = await blogWorkspace(on);
    workspace.write({
      'orchestrate.config.json': '{ "hooks": { "beforeUpgrade": "exit 3", "afterUpgrade": "exit 4" } }',
    });
    const upgrade = { cwd: workspace.root, selection: all };
    await expect(core.upgrade(upgrade)).rejects.toMatchObject({ message: expect.stringContaining('ended with 3') });
    const refuse = ({ hook }: HookContext): void => {
      throw new Error(`${hook}: not today`);
    };
    await expect(core.upgrade({ ...upgrade, hooks: { beforeUpgrade: refuse } })).rejects.toMatchObject({
      code: 'HOOK.FAILED',
      message: 'The hook beforeUpgrade (function refuse) failed: beforeUpgrade: not today',
      fix: expect.stringContaining('nothing was changed'),
    });
    expect((await core.current({ cwd: workspace.root })).extensions.map(({ revisions }) => revisions)).toEqual([
      [],
      [],
    ]);
    await expect(core.upgrade({ ...upgrade, hooks: { beforeUpgrade: null } })).rejects.toMatchObject({
      message: expect.stringContaining('ended with 4'),
      fix: expect.stringContaining('is done and stays'),
    });
    expect((await core.status({ cwd: workspace.root })).isUpToDate).toBe(true);
  });
});

it.each(['() => notify()', 'async function notify() {}'])('says that %s cannot come from JSON', async (written) => {
  const workspace = await blogWorkspace(SQLITE);
  workspace.write({ 'orchestrate.config.json': JSON.stringify({ hooks: { afterUpgrade: [written] } }) });
  const { exitCode, code, message } = await workspace.refused('status');
  expect({ exitCode, code }).toEqual({ exitCode: 2, code: 'CONFIG.INVALID' });
  expect(message).toContain('a function (only where the configuration is TypeScript or JavaScript)');
});
