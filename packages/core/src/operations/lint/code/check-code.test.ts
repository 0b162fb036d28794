import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../../testdir.test-support.js';
import { lint } from '../../lint.js';

const DDL = 'export const run = (db) => db.$executeRaw`DROP TABLE a`;\n';
const BASE = {
  'package.json': '{ "name": "example" }\n',
  'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n}\n',
  'extensions/blog/prisma/schema.prisma': '',
};

/** What is found of code, one line each. */
async function found(root: string, paths: readonly string[] = []): Promise<readonly string[]> {
  const { findings } = await lint({ cwd: root, environment: {}, replay: false, paths });
  return findings
    .filter(({ code }) => code.startsWith('CODE.'))
    .map(
      ({ code, extension, where }) => `${extension} ${code.slice(5)} ${where?.file}:${where?.line}:${where?.column}`,
    );
}

function git(root: string, ...args: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: root, stdio: 'ignore' });
}

describe('the code of extensions', () => {
  const files = {
    ...BASE,
    'extensions/blog/src/a.ts': DDL,
    'extensions/blog/src/a.test.ts': DDL,
    'extensions/blog/src/types.d.ts': DDL,
    'extensions/blog/node_modules/x/a.js': DDL,
    'extensions/blog/dist/a.js': DDL,
    'extensions/blog/prisma/migrations/20260101000000_x/migration.sql': '',
    'extensions/blog/prisma/migrations/helper.ts': DDL,
    'apps/web/db.ts': `\n  ${DDL}`,
    'apps/web/min.js': `${DDL.trim()}${'var a;'.repeat(5_000)}`,
    'apps/web/large.js': `//${'x'.repeat(1_000_001)}\n${DDL}`,
    'apps/web/broken.ts': 'prisma.$executeRaw`DROP TABLE a`; function (((\n',
  };
  const expected = [
    'blog SCHEMA_IN_TESTS extensions/blog/src/a.test.ts:1:31',
    'blog SCHEMA_STATEMENT extensions/blog/src/a.ts:1:31',
    'core NOT_READ apps/web/broken.ts:1:1',
    'core NOT_READ apps/web/large.js:1:1',
    'core NOT_READ apps/web/min.js:1:1',
    'core SCHEMA_STATEMENT apps/web/db.ts:2:33',
  ];

  it('is what lies in their directories, without what builds and package managers put there', async () => {
    expect([...(await found(testdir(files)))].sort()).toEqual(expected);
  });

  it('is what git has or would add', async () => {
    const root = testdir({ ...files, '.gitignore': 'apps/web/*.js\n', 'extensions/blog/gone.ts': DDL });
    git(root, 'init', '-q');
    git(root, 'add', 'extensions/blog/gone.ts');
    execFileSync('rm', [path.join(root, 'extensions/blog/gone.ts')]);
    symlinkSync(path.join(root, 'apps'), path.join(root, 'linked.ts'));
    // A build that is not ignored is source as far as git knows.
    const rest = expected.filter((each) => !each.includes('.js:'));
    const all = [...rest, 'blog SCHEMA_STATEMENT extensions/blog/dist/a.js:1:31'];
    expect([...(await found(root))].sort()).toEqual(all.sort());
  });

  it('is found where git ignores the whole extension', async () => {
    const root = testdir({ ...files, '.gitignore': 'extensions\napps\n' });
    git(root, 'init', '-q');
    expect([...(await found(root))].sort()).toEqual(expected.filter((each) => each.startsWith('blog')));
  });

  it('is only what was named', async () => {
    const root = testdir(files);
    expect(await found(root, ['extensions/blog/src/a.ts'])).toEqual([expected[1]]);
    expect(await found(root, ['extensions/blog/prisma/schema.prisma'])).toEqual([]);
  });
});

describe('scripts', () => {
  it('are read where they stand, with the shell scripts that they name', async () => {
    const root = testdir({
      ...BASE,
      'package.json':
        '{\n  "name": "example",\n  "scripts": {\n    "dev": "next dev",\n    "db": "dotenv -- prisma db push",\n    "ci": "bash scripts/ci.sh && ./scripts/none.sh",\n    "again": "./scripts/ci.sh"\n  }\n}\n',
      'scripts/ci.sh': '#!/bin/sh\nset -e\nnpx prisma migrate deploy\n',
      'scripts/other.sh': 'prisma db push\n',
      'extensions/blog/package.json': '{ "scripts": { "generate": "prisma generate", "a\\"b": "prisma migrate dev" } }',
      'apps/broken/package.json': '{ "scripts": { "x": "prisma db push" ',
      'apps/odd/package.json': '{ "scripts": [1, "prisma db push"] }',
    });
    expect([...(await found(root))].sort()).toEqual([
      'blog PRISMA_COMMAND extensions/blog/package.json:1:56',
      'core PRISMA_COMMAND package.json:5:22',
      'core PRISMA_COMMAND scripts/ci.sh:3:5',
    ]);
  });
});
