import { expect, it } from 'vitest';
import { catalogDifferences } from './catalog-differences.js';

const posts = { kind: 'table', name: 'posts', definition: 'id' };

it('finds nothing between equal catalogs, whatever their order', () => {
  const index = { kind: 'index', name: 'posts', definition: 'on id' };
  expect(catalogDifferences([posts, index], [index, posts])).toEqual([]);
});

it('tells what one lacks and what is defined otherwise, by kind and name', () => {
  const users = { kind: 'table', name: 'users', definition: 'id' };
  const view = { kind: 'view', name: 'active', definition: 'SELECT 1' };
  expect(catalogDifferences([users, posts], [{ ...posts, definition: 'id, title' }, view])).toEqual([
    { kind: 'table', name: 'posts', left: 'id', right: 'id, title' },
    { kind: 'table', name: 'users', left: 'id', right: null },
    { kind: 'view', name: 'active', left: null, right: 'SELECT 1' },
  ]);
});

it('compares all that share a name', () => {
  const one = { kind: 'function', name: 'f', definition: 'f(int)' };
  const other = { kind: 'function', name: 'f', definition: 'f(text)' };
  expect(catalogDifferences([one, other], [other, one])).toEqual([]);
  expect(catalogDifferences([one, other], [one])).toEqual([
    { kind: 'function', name: 'f', left: 'f(int)\nf(text)', right: 'f(int)' },
  ]);
});
