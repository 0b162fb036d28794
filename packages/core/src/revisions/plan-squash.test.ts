import { describe, expect, it } from 'vitest';
import { planSquash, requirementsOfSquash } from './plan-squash.js';
import type { Revision } from './revision.js';
import { buildGraph } from './revision-graph.js';
import { revision } from './revisions.test-support.js';

const core1 = revision('core/1');
const core2 = revision('core/2', { parents: ['1'] });
const core3 = revision('core/3', { parents: ['2'], requires: ['blog/1'] });
const blog1 = revision('blog/1', { requires: ['core/2'] });
const blog2 = revision('blog/2', { parents: ['1'], requires: ['core/1', 'core/3'] });
const ALL = [core1, core2, core3, blog1, blog2];

function plan(revisions: readonly Revision[], target: string): unknown {
  const [extension = ''] = target.split('/');
  const made = planSquash({ graph: buildGraph(revisions), extension, target });
  if (made.kind === 'interleaved') return made;
  return { folded: made.folded.map(({ id }) => id), base: made.base.map(({ id }) => id) };
}

describe('planSquash', () => {
  it('folds the target and all of its extension that it needs, after what others have to have done', () => {
    expect(plan([core1, core2, blog1], 'core/2')).toEqual({ folded: ['core/1', 'core/2'], base: [] });
    const shop1 = revision('shop/1', { requires: ['blog/1'] });
    const shop2 = revision('shop/2', { parents: ['1'] });
    expect(plan([core1, core2, blog1, shop1, shop2], 'shop/2')).toEqual({
      folded: ['shop/1', 'shop/2'],
      base: ['core/1', 'core/2', 'blog/1'],
    });
  });

  it('folds both sides of a fork', () => {
    const fork = [
      core1,
      revision('core/2a', { parents: ['1'] }),
      revision('core/2b', { parents: ['1'] }),
      revision('core/3', { parents: ['2a', '2b'] }),
      revision('core/4', { parents: ['3'] }),
    ];
    expect(plan(fork, 'core/3')).toEqual({ folded: ['core/1', 'core/2a', 'core/2b', 'core/3'], base: [] });
  });

  it('names what stands between, and how far it goes', () => {
    expect(plan(ALL, 'core/3')).toEqual({
      kind: 'interleaved',
      between: [{ between: 'blog/1', needs: 'core/2', neededBy: 'core/3' }],
      furthest: 'core/2',
    });
    expect(plan(ALL, 'blog/2')).toEqual({
      kind: 'interleaved',
      between: [{ between: 'core/3', needs: 'blog/1', neededBy: 'blog/2' }],
      furthest: null,
    });
  });
});

describe('requirementsOfSquash', () => {
  it('is what the folded ones require, without what follows from the rest', () => {
    expect(requirementsOfSquash(buildGraph(ALL), [blog1, blog2])).toEqual(['core/3']);
    expect(requirementsOfSquash(buildGraph(ALL), [core1, core2])).toEqual([]);
  });
});
