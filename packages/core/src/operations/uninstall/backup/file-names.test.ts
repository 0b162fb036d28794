import { expect, it } from 'vitest';
import { fileNames } from './file-names.js';

it('gives each table a name of its own that every file system takes', () => {
  const tables = ['Post', 'post', '../etc', '.x', 'a b', 'ü', 'CON:*?', 'x'.repeat(300), `${'x'.repeat(300)}y`];
  const names = [...fileNames(tables, '.csv').values()];
  expect(names.slice(0, 7)).toEqual([
    'Post.csv',
    'post-2.csv',
    '%2E.%2Fetc.csv',
    '%2Ex.csv',
    'a%20b.csv',
    '%C3%BC.csv',
    'CON%3A%2A%3F.csv',
  ]);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(tables.length);
  expect(Math.max(...names.map((name) => name.length))).toBeLessThan(120);
});
