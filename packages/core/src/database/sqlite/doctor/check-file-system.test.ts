import { expect, it } from 'vitest';
import { judgeFileSystem, judgeRoom } from './check-file-system.js';

it.each([
  [null, true, 'ok'],
  ['NFS', false, 'warning'],
  ['NFS', true, 'error'],
])('finds a file system %s, with WAL %s, %s', (network, wal, status) => {
  expect(judgeFileSystem(network, wal).status).toBe(status);
});

it.each([
  [200, 100, 'ok'],
  [199, 100, 'warning'],
  [0, 0, 'ok'],
])('finds %i bytes free for %i %s', (free, size, status) => {
  expect(judgeRoom(free, size).status).toBe(status);
});
