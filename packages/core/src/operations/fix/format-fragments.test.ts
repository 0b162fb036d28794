import { expect, it } from 'vitest';
import { sourcesOf } from '../../composition/sources.test-support.js';
import { formatFragments } from './format-fragments.js';

it.each([
  ['lays out', 'model A {\n id Int @id // key\n}\n', 'model A {\n  id Int @id // key\n}\n'],
  ['keeps Windows line ends', 'model A {\r\n id Int @id\r\n}\r\n', 'model A {\r\n  id Int @id\r\n}\r\n'],
  ['leaves mixed line ends', 'model A {\r\n id Int @id\n}\n', null],
  ['leaves what is never closed', 'model A {\n id Int @id\n', null],
  [
    'leaves a relation that would be completed',
    'model A {\n id Int @id\n bs B[]\n}\n\nmodel B {\n id Int @id\n}\n',
    null,
  ],
  ['leaves nothing', '', ''],
])('%s', async (_, text, expected) => {
  const { sources, unformatted } = await formatFragments(sourcesOf({ blog: text }), (name) => name === 'blog');
  expect(sources.at(-1)?.files[0]?.text).toBe(expected ?? text);
  expect(unformatted).toEqual(expected === null ? ['extensions/blog/prisma/schema.prisma'] : []);
});
