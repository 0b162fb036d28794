import { expect, it } from 'vitest';
import { globMatches } from './expand-glob.js';

it.each([
  ['extensions/*', '/w/extensions/blog', true],
  ['./extensions/*/', '/w/extensions/blog', true],
  ['extensions/*', '/w/extensions/a/b', false],
  ['extensions/*', '/w/extensions', false],
  ['extensions/*', '/w/other/blog', false],
  ['{apps,packages}/*', '/w/packages/blog', true],
  ['packages/**', '/w/packages/a/b/c', true],
  ['packages/**/prisma', '/w/packages/a/prisma', true],
  ['packages/**', '/w/packages/.hidden/c', false],
  ['packages/**', '/w/packages/node_modules/c', false],
  ['packages/db-?', '/w/packages/db-1', true],
  ['packages/db-?', '/w/packages/db-12', false],
  ['../shared/*', '/shared/blog', true],
  ['extensions/blog', '/w/extensions/blog', true],
  ['extensions/blog', '/w/extensions/blo', false],
])('%s of %s: %s', (glob, directory, expected) => {
  expect(globMatches('/w', glob, directory)).toBe(expected);
});
