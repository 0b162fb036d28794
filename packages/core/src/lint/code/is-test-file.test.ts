import { expect, it } from 'vitest';
import { isTestFile } from './is-test-file.js';

it.each([
  ['src/a.test.ts', true],
  ['src/a.spec.tsx', true],
  ['a.e2e.js', true],
  ['test/set-up.ts', true],
  ['src/__tests__/a.ts', true],
  ['vitest.setup.ts', true],
  ['jest.config.js', true],
  ['src/test.ts', true],
  ['src/contest.ts', false],
  ['src/latest/a.ts', false],
  ['src/a.ts', false],
  ['src/test-db.ts', false],
])('%s: %s', (path, expected) => {
  expect(isTestFile(path)).toBe(expected);
});
