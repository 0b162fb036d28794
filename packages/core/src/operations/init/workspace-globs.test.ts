import { expect, it } from 'vitest';
import { coverageOf } from './workspace-globs.js';

it.each([
  [['extensions/*'], 'covered'],
  [['./extensions/*/'], 'covered'],
  [['apps/*', '**'], 'covered'],
  [['extensions/**'], 'covered'],
  [['*/*'], 'covered'],
  [['packages/*', 'extensions/blog'], 'missing'],
  [['extension?/*'], 'missing'],
  [['*'], 'missing'],
  [[], 'missing'],
  [['**', '!extensions/*'], 'excluded'],
  [['extensions/*', '!extensions/blog'], 'covered'],
] as const)('%j: %s', (patterns, coverage) => {
  expect(coverageOf(patterns, 'extensions')).toBe(coverage);
});
