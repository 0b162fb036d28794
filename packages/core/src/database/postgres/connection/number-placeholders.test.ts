import { expect, it } from 'vitest';
import { numberPlaceholders } from './number-placeholders.js';

it.each([
  ['SELECT ?, ?', 'SELECT $1, $2'],
  [`SELECT '?''?', "?""?", ? -- ?\n, ?`, `SELECT '?''?', "?""?", $1 -- ?\n, $2`],
  ['SELECT /* ? */ $$ ? $$, $a$ ? $$ ? $a$, ?', 'SELECT /* ? */ $$ ? $$, $a$ ? $$ ? $a$, $1'],
])('%s', (sql, numbered) => {
  expect(numberPlaceholders(sql)).toBe(numbered);
});
