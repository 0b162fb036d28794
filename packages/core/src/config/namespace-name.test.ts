import { expect, it } from 'vitest';
import { whyUnfitNamespace } from './namespace-name.js';

it.each([
  'billing',
  'Billing',
  'public',
  'a-b',
  'order',
  'rechnungen_ä',
  '💶',
  'é'.repeat(31),
  'a'.repeat(63),
  'a b',
  'pgp',
])('takes %s', (name) => {
  expect(whyUnfitNamespace(name)).toBeNull();
});

it.each([
  ['', 'empty'],
  ['a'.repeat(64), '63 bytes'],
  ['é'.repeat(32), '63 bytes'],
  ['pg_temp', 'PostgreSQL itself'],
  ['PG_X', 'PostgreSQL itself'],
  ['information_schema', "PostgreSQL's own"],
  ['a.b', 'a dot'],
  ['a"b', 'a quote'],
  ['a\\b', 'a backslash'],
  ['a\nb', 'control character'],
  [' a', 'white space'],
])('refuses %j', (name, why) => {
  expect(whyUnfitNamespace(name)).toContain(why);
});
