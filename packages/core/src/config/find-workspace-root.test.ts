import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../error-of.test-support.js';
import { type TestEntry, testdir } from '../testdir.test-support.js';
import { findWorkspaceRoot } from './find-workspace-root.js';

const schema = 'model User { id Int @id }';

function found(files: Readonly<Record<string, TestEntry>>, cwd: string): string {
  const top = testdir({ '.git': null, ...files });
  const { root, configFile, prismaConfigFile } = findWorkspaceRoot({ cwd: path.join(top, cwd) });
  const names = [configFile, prismaConfigFile].map((file) => (file === null ? '-' : path.relative(root, file)));
  return [path.relative(top, root) || '.', ...names].join(' ');
}

describe('findWorkspaceRoot', () => {
  it.each<[string, Record<string, TestEntry>, string, string]>([
    ['a configuration here', { 'orchestrate.config.ts': '' }, '.', '. orchestrate.config.ts -'],
    ['a configuration above', { '.orchestraterc': '{}', 'a/b/c': '' }, 'a/b', '. .orchestraterc -'],
    [
      'the nearest of two',
      { '.orchestraterc': '', 'a/.orchestraterc.yml': '', 'a/b/c': '' },
      'a/b',
      'a .orchestraterc.yml -',
    ],
    [
      'a configuration above rather than anything of Prisma here',
      {
        'package.json': '{ "orchestrate": { "output": "x" } }',
        'a/prisma.config.ts': '',
        'a/prisma/schema.prisma': schema,
      },
      'a',
      '. package.json -',
    ],
    ["Prisma's configuration", { 'prisma.config.ts': '', 'a/b': '' }, 'a', '. - prisma.config.ts'],
    ["Prisma's other places", { '.config/prisma.mts': '', '.config/prisma.txt': '' }, '.', '. - .config/prisma.mts'],
    ["Prisma's choice of two", { 'prisma.config.ts': '', 'prisma7.config.ts': '' }, '.', '. - prisma7.config.ts'],
    ['a folder for a configuration', { 'prisma.config/index.ts': '' }, '.', '. - prisma.config/index.ts'],
    ['a file in place of that folder', { '.config/prisma': '', 'prisma/schema.prisma': schema }, '.', '. - -'],
    ['a schema', { 'prisma/schema.prisma': schema, 'a/b': '' }, 'a', '. - -'],
    ['a schema in several files', { 'prisma/user.prisma': schema }, 'prisma', '. - -'],
    [
      'the workspace above an extension',
      { 'prisma/schema.prisma': schema, 'extensions/blog/prisma/schema.prisma': schema },
      'extensions/blog/prisma',
      '. - -',
    ],
    [
      'the workspace above an extension with a Prisma configuration of its own',
      { 'prisma/schema.prisma': schema, 'extensions/blog/prisma.config.ts': '' },
      'extensions/blog',
      '. - -',
    ],
    [
      'the workspace above an extension with an empty manifest',
      { 'prisma.config.ts': '', 'extensions/blog/package.json': '{ "orchestrate": {} }' },
      'extensions/blog',
      '. - prisma.config.ts',
    ],
    [
      'the workspace above an extension with a manifest',
      {
        'package.json': '{ "orchestrate": {} }',
        'modules/blog/package.json': '{ "orchestrate": { "dependsOn": [] } }',
      },
      'modules/blog',
      '. package.json -',
    ],
    [
      'the workspace above an extension with a mistyped manifest',
      { '.orchestraterc': '{}', 'modules/blog/package.json': '{ "orchestrate": { "dependOn": [] } }' },
      'modules/blog',
      '. .orchestraterc -',
    ],
    [
      'a configuration beside a manifest',
      { 'orchestrate.config.json': '{}', 'package.json': '{ "orchestrate": { "name": "blog" } }' },
      '.',
      '. orchestrate.config.json -',
    ],
    ['a mistyped configuration', { 'package.json': '{ "orchestrate": { "outputt": "x" } }' }, '.', '. package.json -'],
  ])('finds %s', (_, files, cwd, expected) => {
    expect(found(files, cwd)).toBe(expected);
  });

  it('looks no further than the directory that holds .git', async () => {
    const top = testdir({ '.orchestraterc': '{}', 'repo/.git': null, 'repo/a/b': '' });
    const error = await errorOf(() => findWorkspaceRoot({ cwd: path.join(top, 'repo/a') }));
    expect(error).toMatchObject({
      code: 'WORKSPACE.NOT_FOUND',
      meta: { directories: [path.join(top, 'repo/a'), path.join(top, 'repo')] },
    });
    expect(error.fix).toContain('orchestrate init');
  });

  it('takes the directory of a named configuration', () => {
    const top = testdir({ '.git': null, '.orchestraterc': '{}', 'a/my.json': '{}', 'a/prisma.config.ts': '' });
    expect(findWorkspaceRoot({ cwd: top, configPath: 'a/my.json' })).toEqual({
      root: path.join(top, 'a'),
      configFile: path.join(top, 'a/my.json'),
      prismaConfigFile: path.join(top, 'a/prisma.config.ts'),
    });
  });

  it.each<[string, Record<string, TestEntry>, { cwd?: string; configPath?: string }, string]>([
    ['a configuration that is not there', {}, { configPath: 'x.json' }, 'CONFIG.NOT_FOUND'],
    ['a directory for a configuration', { x: null }, { configPath: 'x' }, 'CONFIG.NOT_FOUND'],
    ['a directory that is not there', {}, { cwd: 'x' }, 'WORKSPACE.NOT_FOUND'],
    ['a file for a directory', { x: '' }, { cwd: 'x' }, 'FILE.UNREADABLE'],
    ['two configurations', { '.orchestraterc': '', 'orchestrate.config.ts': '' }, {}, 'CONFIG.SEVERAL_FILES'],
    ['links in a circle', { 'prisma.config.ts': { link: 'prisma.config.ts' } }, {}, 'FILE.UNREADABLE'],
  ])('refuses %s', async (_, files, { cwd = '.', configPath }, code) => {
    const top = testdir({ '.git': null, ...files });
    const error = await errorOf(() => findWorkspaceRoot({ cwd: path.join(top, cwd), configPath }));
    expect(error.code).toBe(code);
  });
});
