import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { testdir } from '../../testdir.test-support.js';
import { makeRunFolder } from './run-folder.js';

it.each([
  ['in the workspace', 'cache/blog', (root: string) => join(root, 'cache/blog')],
  // A file in the way stands for rights that are missing: root has them all.
  ['among temporary files where the workspace takes none', 'file/blog', () => realpathSync.native(tmpdir())],
])('a run has its folder %s, and leaves none', (_, parent, expected) => {
  const root = testdir({ file: '' });
  const folder = makeRunFolder(join(root, parent), []);
  expect(dirname(folder.directory)).toBe(expected(root));
  folder.write('schema/a.prisma', '// A.');
  expect(readFileSync(join(folder.directory, 'schema/a.prisma'), 'utf8')).toBe('// A.');
  folder[Symbol.dispose]();
  expect(existsSync(folder.directory)).toBe(false);
});
