import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandsFor } from '../packages/cli/src/commands/command-definitions.js';
import { checkResultShape } from '../packages/cli/src/docs/check-result-shape.js';
import { DATABASES } from './support/databases.js';
import { runInProcess } from './support/run-in-process.js';
import { smallWorkspace } from './support/small-workspace.js';

interface Document {
  readonly command: string;
  readonly ok: boolean;
  readonly result: Readonly<Record<string, unknown>>;
  readonly error: { readonly code: string; readonly kind: string } | null;
}

/** Runs a command with `--json` and compares its result with what docs/cli.md says about it. */
async function runJson(cwd: string, args: readonly string[], exitCode = 0): Promise<Document> {
  const run = await runInProcess([...args, '--json'], cwd);
  expect({ args, exitCode: run.exitCode, stderr: run.exitCode === exitCode ? '' : run.stderr + run.stdout }).toEqual({
    args,
    exitCode,
    stderr: '',
  });
  const document = JSON.parse(run.stdout) as Document;
  expect(document).toMatchObject({ command: args[0], ok: exitCode === 0 });
  if (document.error === null) {
    const definition = (await commandsFor(args)).find(({ name }) => name === args[0]);
    expect(
      checkResultShape(document.result, (await definition?.loadResultDocument()) ?? { fields: [], example: {} }),
    ).toEqual([]);
  }
  return document;
}

describe.each(DATABASES)('--json on $name', (on) => {
  it('gives each command its documented shape', async () => {
    const { cwd } = await smallWorkspace(on);
    expect((await runJson(cwd, ['validate'])).result).toMatchObject({ extensions: ['core', 'blog'], models: 2 });
    await runJson(cwd, ['compose', '--check'], 1);
    await runJson(cwd, ['compose']);
    expect((await runJson(cwd, ['compose', '--check'])).result).toMatchObject({ stale: false });
    await runJson(cwd, ['list']);
    await runJson(cwd, ['list', '--models', '--verify']);

    await runJson(cwd, ['revision', '-m', 'Init', '--auto']);
    const made = await runJson(cwd, ['revision', '--extension', 'blog', '-m', 'Posts', '--auto']);
    expect(made.result).toMatchObject({ kind: 'created', revision: expect.stringMatching(/^blog\/\d{14}_posts$/) });
    const again = await runJson(cwd, ['revision', '--extension', 'blog', '-m', 'Posts', '--auto']);
    expect(again.result).toEqual({ kind: 'no-change', extension: 'blog' });

    expect((await runJson(cwd, ['upgrade', '--all', '--dry-run'])).result).toMatchObject({ dryRun: true, sql: null });
    expect((await runJson(cwd, ['upgrade', '--all', '--sql'])).result['sql']).toContain('CREATE TABLE "Post"');
    expect((await runJson(cwd, ['status'])).result).toMatchObject({ isUpToDate: false });
    expect((await runJson(cwd, ['deploy'])).result['revisions']).toHaveLength(2);
    await runJson(cwd, ['upgrade', '--extension', 'blog', '--target', 'head']);
    await runJson(cwd, ['current']);
    expect((await runJson(cwd, ['repair', '--dry-run'])).result).toMatchObject({ repaired: [] });
    expect((await runJson(cwd, ['history', '--extension', 'blog'])).result['entries']).toHaveLength(1);
    expect((await runJson(cwd, ['status'])).result).toMatchObject({ isUpToDate: true });
    expect(
      (await runJson(cwd, ['downgrade', '--extension', 'blog', '--target', '-1'])).result['revisions'],
    ).toHaveLength(1);
    expect((await runJson(cwd, ['stamp', '--extension', 'blog', 'head'])).result['recorded']).toHaveLength(1);
    expect((await runJson(cwd, ['stamp', '--all', 'base', '--dry-run'])).result['unrecorded']).toHaveLength(2);
    // The stamp of blog has recorded what is not there any more.
    expect((await runJson(cwd, ['check', '--database'], 1)).result).toMatchObject({
      revisions: 2,
      findings: [{ code: 'CHECK.DRIFT', extension: 'blog' }],
    });
    expect((await runJson(cwd, ['dev', '--no-upgrade'])).result).toMatchObject({ revisions: [], upgrade: null });
    await runJson(cwd, ['debug']);
  });

  it('puts findings into the result, and the exit code says so', async () => {
    const { cwd } = await smallWorkspace(on, {
      'extensions/shop/prisma/schema.prisma': 'model User {\n  id Int @id\n}\n',
    });
    const { result } = await runJson(cwd, ['validate'], 1);
    expect(result['findings']).not.toEqual([]);
  });

  it('puts what keeps a command from its job into error', async () => {
    const { result, error } = await runJson((await smallWorkspace(on)).cwd, ['upgrade', '--extension', 'nobody'], 2);
    expect(result).toBeNull();
    expect(error).toMatchObject({ kind: 'usage' });
  });

  it('asks for consent by exit code 3 alone, with the list in error.meta', async () => {
    const { cwd } = await smallWorkspace(on);
    await runJson(cwd, ['revision', '-m', 'Init', '--auto']);
    const file = join(cwd, 'prisma/schema.prisma');
    writeFileSync(file, readFileSync(file, 'utf8').replace('  email String @unique\n', ''));
    const { error } = await runJson(cwd, ['revision', '-m', 'Forget', '--auto'], 3);
    expect(error).toMatchObject({
      code: 'REVISION.DESTRUCTIVE',
      kind: 'consent',
      meta: { steps: [{ kind: 'dropped-column', table: 'User', column: 'email' }] },
    });
    await runJson(cwd, ['revision', '-m', 'Forget', '--auto', '--yes']);
  });
});
