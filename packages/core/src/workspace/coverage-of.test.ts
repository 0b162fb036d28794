import { expect, it } from 'vitest';
import { coverageIn } from './coverage-of.js';

it.each([
  [['extensions/*'], 'covered'],
  [['./extensions/*/'], 'covered'],
  [['apps/*', '**'], 'covered'],
  [['extensions/**'], 'covered'],
  [['*/*'], 'covered'],
  [['{apps,extensions}/*'], 'covered'],
  [['extension?/*'], 'covered'],
  [['packages/*', 'extensions/blog'], 'missing'],
  [['*'], 'missing'],
  [[], 'missing'],
  [['**', '!extensions/*'], 'excluded'],
  [['extensions/*', '!extensions/blog'], 'covered'],
] as const)('%j: %s', (globs, coverage) => {
  expect(coverageIn({ root: '/w', globs }, '/w/extensions')).toBe(coverage);
});
