import { describe, expect, it } from 'vitest';
import type { PurgePlan } from './plan-purge.js';
import { planPurge } from './plan-purge.js';
import { row } from './revisions.test-support.js';

const failed = { finishedAt: null, appliedStepsCount: 0 } as const;
const rolledBackAt = new Date('2026-01-02T00:00:00Z');
const HISTORY = [
  row('core/2_more', failed),
  row('blog/1_init'),
  row('blog/1_init', { ...failed, id: 'left behind' }),
  row('blog/2_more', { ...failed, rolledBackAt }),
  row('blog/2_more', { ...failed, id: 'first' }),
  row('blog/2_more', { ...failed, id: 'second' }),
  row('blog/2_most', { ...failed, rolledBackAt }),
  row('blog/4_gone', failed),
];

function purge(text: string): PurgePlan {
  return planPurge({ extension: 'blog', text, names: ['1_init', '2_more', '2_most', '3_last'], history: HISTORY });
}

describe('planPurge', () => {
  it.each([
    ['2_more', ['first', 'second'], ['blog/2_more']],
    // Of those that start so, one has failed.
    ['2_', ['first', 'second'], ['blog/2_more']],
    ['4_gone', ['row of blog/4_gone'], ['blog/4_gone']],
    // An applied one keeps its row, and loses only what an earlier attempt left.
    ['1_init', ['left behind'], ['blog/1_init']],
    ['2_most', [], []],
  ])('%s marks %j', (text, rows, revisions) => {
    const plan = purge(text);
    expect(plan).toMatchObject({ kind: 'plan', recorded: [] });
    if (plan.kind !== 'plan') return;
    expect(plan.rolledBack.map(({ id }) => id)).toEqual(rows);
    expect(plan.unrecorded).toEqual(revisions.map((revision) => ({ revision, was: 'failed' })));
  });

  it('has nothing to purge of a revision that did not fail', () => {
    expect(purge('3_last')).toEqual({ kind: 'not-failed', revision: 'blog/3_last', isApplied: false });
    const plan = planPurge({ extension: 'blog', text: '1', names: [], history: [row('blog/1_init')] });
    expect(plan).toEqual({ kind: 'not-failed', revision: 'blog/1_init', isApplied: true });
  });

  it.each([
    ['9', 'TARGET.UNKNOWN'],
    ['', 'TARGET.UNKNOWN'],
  ])('refuses %j', (text, code) => {
    expect(() => purge(text)).toThrow(expect.objectContaining({ code, kind: 'usage' }));
  });

  it('names what failed by that name in another extension, and offers names only', () => {
    const purgeOfCore = (text: string) => () =>
      planPurge({ extension: 'core', text, names: ['1_init'], history: HISTORY });
    expect(purgeOfCore('4_gone')).toThrow(
      expect.objectContaining({ fix: expect.stringContaining('Did you mean blog/4_gone?') }),
    );
    expect(purgeOfCore('head')).toThrow(
      expect.objectContaining({ fix: expect.stringMatching(/^Give a revision's name/) }),
    );
  });

  it('refuses a start that several failed ones have', () => {
    const history = [row('blog/1_a', failed), row('blog/1_b', failed)];
    const attempt = () => planPurge({ extension: 'blog', text: '1', names: [], history });
    expect(attempt).toThrow(expect.objectContaining({ code: 'TARGET.AMBIGUOUS' }));
  });
});
