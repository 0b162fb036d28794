import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, it } from 'vitest';
import { DISK } from '../config/file-tree.js';
import { testdir } from '../testdir.test-support.js';
import { findSchema } from './find-fragment.js';

it('refuses what is called like a schema and is no file', async () => {
  const directory = testdir({ 'a.prisma': '' });
  const options = { migrations: null, files: DISK };
  expect(findSchema(directory, options)?.files).toEqual([path.join(directory, 'a.prisma')]);
  const server = createServer().listen(path.join(directory, 'b.prisma'));
  await once(server, 'listening');
  try {
    expect(() => findSchema(directory, options)).toThrow(/b\.prisma: it is neither a file nor a directory/);
  } finally {
    server.close();
  }
});
