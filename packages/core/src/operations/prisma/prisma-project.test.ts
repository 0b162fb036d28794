import { describe, expect, it } from 'vitest';
import { prismaArguments } from './prisma-arguments.js';
import { projectFiles, schemaFolderOf } from './prisma-project.js';

function extensionAt(directory: string, files: readonly string[]) {
  return {
    name: 'blog',
    formerNames: [],
    directory,
    dependsOn: [],
    manifestPath: `${directory}/package.json`,
    fragmentPaths: files.map((file) => `${directory}/${file}`),
    migrationsDirectory: `${directory}/prisma/migrations`,
    historyTable: '_prisma_migrations_blog',
    namespace: null,
    packageName: null,
    packageVersion: null,
    isInstalled: false,
  };
}

describe('projectFiles', () => {
  it.each([
    ['/w/extensions/blog', 'extensions/blog/prisma/a.prisma', 'extensions/blog/prisma/a.prisma'],
    ['/w/node_modules/@acme/blog', 'node_modules/@acme/blog/prisma/a.prisma', 'blog/prisma/a.prisma'],
    ['/packages/blog', '../packages/blog/prisma/a.prisma', 'blog/prisma/a.prisma'],
  ])('of %s', (directory, name, expected) => {
    const composed = [
      { path: 'core.prisma', extension: 'core', text: 'core' },
      { path: name, extension: 'blog', text: 'blog' },
    ];
    const extension = extensionAt(directory, ['prisma/a.prisma']);
    expect(projectFiles({ root: '/w', extension, composed })).toEqual([
      { path: 'core.prisma', extension: 'core', text: 'core', source: null },
      { path: expected, extension: 'blog', text: 'blog', source: `${directory}/prisma/a.prisma` },
    ]);
  });
});

describe('schemaFolderOf', () => {
  it.each([
    [['prisma/schema.prisma'], '/w/blog/prisma'],
    [['prisma/a.prisma', 'prisma/deep/b.prisma'], '/w/blog/prisma'],
    [['one/a.prisma', 'one-more/b.prisma'], '/w/blog'],
    [[], '/w/blog'],
  ])('%j', (files, folder) => {
    expect(schemaFolderOf(extensionAt('/w/blog', files))).toBe(folder);
  });
});

describe('prismaArguments', () => {
  const options = {
    config: '/run/prisma.config.mjs',
    schema: '/run/schema',
    extension: extensionAt('/w/extensions/blog', ['prisma/a.prisma', 'prisma/b.prisma']),
    cwd: '/w',
  };

  it.each([
    ['db seed -- --config x', 'db seed --config /run/prisma.config.mjs -- --config x'],
    [
      'migrate diff --to-schema extensions/blog/prisma',
      'migrate diff --to-schema /run/schema --config /run/prisma.config.mjs',
    ],
    [
      'migrate diff --from-schema=extensions/blog/prisma/b.prisma --to-empty',
      'migrate diff --from-schema=/run/schema --to-empty --config /run/prisma.config.mjs',
    ],
    ['migrate diff --to-schema other.prisma', 'migrate diff --to-schema other.prisma --config /run/prisma.config.mjs'],
    ['migrate diff --to-schema .', 'migrate diff --to-schema . --config /run/prisma.config.mjs'],
  ])('%s', (line, expected) => {
    expect(prismaArguments(line.split(' '), options).join(' ')).toBe(expected);
  });
});
