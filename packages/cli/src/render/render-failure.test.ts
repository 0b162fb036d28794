import { describe, expect, it } from 'vitest';
import { type Failure, failureOf } from '../failure.js';
import { PLAIN } from './look.test-support.js';
import { renderFailure } from './render-failure.js';

const cause = new Error('no such table: Post', { cause: new Error('the innermost') });
const FAILURE: Failure = {
  code: 'UPGRADE.REVISION_FAILED',
  kind: 'failure',
  message: 'blog/1 could not be applied.\nIt was rolled back whole.',
  fix: 'Correct migration.sql, then run: orchestrate upgrade --all',
  meta: {},
  thrown: new Error('blog/1 could not be applied.', { cause }),
};

describe('renderFailure', () => {
  it('says what happened, what to do and where to look it up', () => {
    expect(renderFailure(FAILURE, PLAIN, false)).toBe(`\
Error: blog/1 could not be applied.
It was rolled back whole.
Fix: Correct migration.sql, then run: orchestrate upgrade --all
UPGRADE.REVISION_FAILED
`);
  });

  it('shows the chain of causes with --verbose', () => {
    const text = renderFailure(FAILURE, PLAIN, true);
    expect(text).toContain('Caused by: Error: no such table: Post');
    expect(text).toContain('Caused by: Error: the innermost');
    expect(text).toContain('render-failure.test.ts');
  });

  it('ends where causes go round in a circle', () => {
    const first = new Error('first');
    first.cause = new Error('second', { cause: first });
    expect(renderFailure({ ...FAILURE, thrown: first }, PLAIN, true).match(/Caused by/g)).toHaveLength(1);
  });

  it('calls a bug a bug and shows where it is', () => {
    const text = renderFailure(failureOf(new TypeError('x is not a function')), PLAIN, false);
    expect(text).toContain('Error: TypeError: x is not a function\n');
    expect(text).toContain('render-failure.test.ts');
    expect(text).toContain('This is a bug in orchestrate');
    expect(text).toMatch(/CLI\.BUG\n$/);
  });
});
