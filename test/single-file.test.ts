// The composed schema as one file, for tools that take no folder.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { POST, USER } from './support/blog-workspace.js';
import { repositoryRoot } from './support/repository.js';
import { SQLITE } from './support/sqlite-test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

const GENERATOR = 'generator client {\n  provider = "prisma-client"\n  output   = "../src/client"\n}\n';

function workspaceOf(): Promise<TestWorkspace> {
  return TestWorkspace.on(SQLITE, { core: GENERATOR + USER, blog: POST });
}

describe('compose --single-file', () => {
  it('writes what Prisma takes for a schema, beside the folder and in place of it', async () => {
    const workspace = await workspaceOf();
    expect(await workspace.ok('compose', '--single-file')).toEqual({
      directory: 'generated/schema.prisma',
      files: [{ path: 'generated/schema.prisma', state: 'written' }],
      stale: false,
      findings: [],
    });
    expect(workspace.has('generated/schema')).toBe(false);
    const prisma = join(repositoryRoot, 'node_modules/prisma/build/index.js');
    const schema = join(workspace.root, 'generated/schema.prisma');
    // `validate` starts no engine, but looks for one.
    const env = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' };
    const run = await execa(process.execPath, [prisma, 'validate', '--schema', schema], { cwd: workspace.root, env });
    expect(run.stdout).toContain('is valid');
  });

  it('writes only what changed, and tells what would', async () => {
    const workspace = await workspaceOf();
    const file = 'generated/schema.prisma';
    expect((await workspace.run('compose', '--single-file', '--check')).exitCode).toBe(1);
    expect(workspace.has(file)).toBe(false);
    await workspace.ok('compose', '--single-file');
    const { mtimeMs } = statSync(join(workspace.root, file));
    const text = workspace.read(file);
    expect(await workspace.ok('compose', '--single-file')).toMatchObject({ files: [{ state: 'unchanged' }] });
    expect(statSync(join(workspace.root, file)).mtimeMs).toBe(mtimeMs);
    workspace.fragment('blog', POST.replace('title ', 'name '));
    const stale = await workspace.run('compose', '--single-file', '--check');
    expect(stale).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('`orchestrate compose --single-file`'),
    });
    expect(workspace.read(file)).toBe(text);
    // The folder beside it is another matter, and neither is in the way of the other.
    await workspace.ok('compose');
    expect(await workspace.ok('compose', '--single-file')).toMatchObject({ files: [{ state: 'written' }] });
    expect(await workspace.ok('compose', '--check')).toMatchObject({ stale: false });
  });

  it('lets generators put their client where core meant it', async () => {
    const workspace = await workspaceOf();
    await workspace.ok('compose', '--single-file', 'a/b/c.prisma');
    expect(workspace.read('a/b/c.prisma')).toContain('output   = "../../src/client"');
  });

  it.each([
    ['a file of other making', 'own.prisma', 'COMPOSITION.FOREIGN_FILE', 1],
    ['a file of core', 'prisma/schema.prisma', 'COMPOSITION.SINGLE_FILE_PLACE', 2],
    ['the folder of the composed schema', 'generated/schema/all.prisma', 'COMPOSITION.SINGLE_FILE_PLACE', 2],
    ['the fragment of an extension', 'extensions/blog/prisma/all.prisma', 'COMPOSITION.SINGLE_FILE_PLACE', 2],
    ['elsewhere', '../all.prisma', 'COMPOSITION.SINGLE_FILE_PLACE', 2],
    ['something that is no schema', 'all.txt', 'COMPOSITION.SINGLE_FILE_PLACE', 2],
  ])('is not written over or into %s', async (_, file, code, exitCode) => {
    const workspace = await workspaceOf();
    workspace.write({ 'own.prisma': '// mine\n' });
    const before = await workspace.snapshot();
    expect(await workspace.refused('compose', '--single-file', file)).toMatchObject({ code, exitCode });
    expect(await workspace.snapshot()).toEqual(before);
  });

  it('is not written while something is wrong, and says where that is', async () => {
    const workspace = await workspaceOf();
    workspace.fragment('blog', POST.replace('Role', 'Rolle'));
    const { exitCode, stdout } = await workspace.run('compose', '--single-file', '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).result).toMatchObject({
      files: [],
      findings: [{ where: { file: 'extensions/blog/prisma/schema.prisma', line: 4 } }],
    });
    expect(workspace.has('generated/schema.prisma')).toBe(false);
  });
});
