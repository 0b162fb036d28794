import { describe, expect, it } from 'vitest';
import type { Revision, RevisionId } from './revision.js';
import { buildGraph } from './revision-graph.js';
import { revision } from './revisions.test-support.js';
import { viewFor } from './squash-view.js';

const r1 = revision('blog/1');
const r2 = revision('blog/2', { parents: ['1'] });
const r3 = revision('blog/3', { parents: ['2'] });
const squash: Revision = { ...revision('blog/2_squashed'), replaces: ['blog/1', 'blog/2'] };
const other = revision('shop/1', { requires: ['blog/1'] });
const ALL = [r1, r2, r3, squash, other];

function order(revisions: readonly Revision[], applied: readonly RevisionId[]): readonly string[] {
  const graph = buildGraph(viewFor(revisions, new Set(applied)).revisions);
  expect(graph.problems).toEqual([]);
  return graph.order.map(({ id }) => id);
}

const requirementsOf = (id: RevisionId, applied: readonly RevisionId[]): readonly RevisionId[] | undefined =>
  viewFor(ALL, new Set(applied)).revisions.find((each) => each.id === id)?.requires;

describe('viewFor', () => {
  it('is the revisions as they are where nothing is folded', () => {
    const revisions = [r1, r2, r3];
    expect(viewFor(revisions, new Set()).revisions).toBe(revisions);
  });

  it('shows the squash alone to a database that has nothing of it', () => {
    expect(order(ALL, [])).toEqual(['blog/2_squashed', 'blog/3', 'shop/1']);
    expect(requirementsOf('shop/1', [])).toEqual(['blog/2_squashed']);
  });

  it('shows it alone to a database that has the squash', () => {
    expect(order(ALL, ['blog/2_squashed'])).toEqual(['blog/2_squashed', 'blog/3', 'shop/1']);
    expect(order(ALL, ['blog/1', 'blog/2', 'blog/2_squashed'])).toEqual(['blog/2_squashed', 'blog/3', 'shop/1']);
  });

  it('keeps the folded revisions where some are applied, and the squash after them', () => {
    const view = viewFor(ALL, new Set(['blog/1']));
    expect(order(ALL, ['blog/1'])).toEqual(['blog/1', 'blog/2', 'blog/2_squashed', 'blog/3', 'shop/1']);
    expect(view.recordOnly).toEqual(new Set(['blog/2_squashed']));
    expect(view.revisions.find(({ id }) => id === 'blog/2_squashed')?.sql).toBe('');
    expect(view.revisions.find(({ id }) => id === 'blog/3')?.parents).toEqual(['blog/2_squashed']);
    expect(requirementsOf('shop/1', ['blog/1'])).toEqual(['blog/1']);
    expect(view.effective).toEqual(new Set(['blog/1']));
  });

  it('counts the squash as applied where all of it is', () => {
    const view = viewFor(ALL, new Set(['blog/1', 'blog/2']));
    expect(view.effective).toContain('blog/2_squashed');
    expect(view.recordOnly).toEqual(new Set(['blog/2_squashed']));
    expect(view.unfinished).toEqual([]);
  });

  it('needs no directories of what is through', () => {
    const view = viewFor([r3, squash, other], new Set(['blog/1', 'blog/2', 'blog/3']));
    expect(view.revisions.map(({ id }) => id)).toEqual(['blog/3', 'blog/2_squashed', 'shop/1']);
    expect([...view.foldedInto]).toEqual([
      ['blog/1', 'blog/2_squashed'],
      ['blog/2', 'blog/2_squashed'],
    ]);
    expect(view.unfinished).toEqual([]);
    expect(order([r3, squash, other], ['blog/1', 'blog/2', 'blog/3'])).toEqual(['blog/2_squashed', 'blog/3', 'shop/1']);
  });

  it('names what is missing where the database is not through', () => {
    const { unfinished } = viewFor([r3, squash], new Set(['blog/1']));
    expect(unfinished.map(({ squash: { id }, missing }) => [id, missing])).toEqual([['blog/2_squashed', ['blog/2']]]);
  });

  it('asks for nothing that is there where only some directories are left', () => {
    const r4 = revision('blog/4', { parents: ['3'] });
    const wide: Revision = { ...revision('blog/4_squashed'), replaces: ['blog/1', 'blog/2', 'blog/3', 'blog/4'] };
    const pruned = [r3, r4, wide, other];
    const pending = ['blog/1', 'blog/2', 'blog/3', 'shop/1'];
    for (const applied of [pending, [...pending, 'blog/4']]) {
      const view = viewFor(pruned, new Set(applied));
      expect(view.unfinished).toEqual([]);
      expect(buildGraph(view.revisions).problems).toEqual([]);
    }
    expect(viewFor(pruned, new Set(pending)).revisions.find(({ id }) => id === other.id)?.requires).toEqual([]);
  });

  it('goes on with the folded ones where one of them has failed', () => {
    const { revisions } = viewFor(ALL, new Set(), new Set(['blog/1']));
    expect(revisions.map(({ id }) => id)).toEqual(['blog/1', 'blog/2', 'blog/3', 'blog/2_squashed', 'shop/1']);
  });

  it('leaves a branch from the middle where it is, as long as the folded ones count', () => {
    const branch = revision('blog/4', { parents: ['1'] });
    const parentsOf = (applied: readonly RevisionId[]): unknown =>
      viewFor([...ALL, branch], new Set(applied)).revisions.find(({ id }) => id === branch.id)?.parents;
    expect(parentsOf(['blog/1', 'blog/4'])).toEqual(['blog/1']);
    expect(parentsOf([])).toEqual(['blog/2_squashed']);
    expect(parentsOf(['blog/1', 'blog/2', 'blog/2_squashed', 'blog/4'])).toEqual(['blog/2_squashed']);
  });

  it('runs nothing outside of a transaction that is only recorded', () => {
    const alone: Revision = { ...squash, transactional: 'no' };
    const find = (applied: readonly RevisionId[]): Revision | undefined =>
      viewFor([r1, r2, alone], new Set(applied)).revisions.find(({ id }) => id === alone.id);
    expect(find(['blog/1'])?.transactional).toBe('auto');
    expect(find([])?.transactional).toBe('no');
  });

  describe('of a squash that folds another', () => {
    const outer: Revision = { ...revision('blog/3_squashed'), replaces: ['blog/2_squashed', 'blog/3'] };
    const nested = [...ALL, outer];
    it.each<[string, readonly RevisionId[], readonly RevisionId[]]>([
      ['nothing', [], ['blog/3_squashed', 'shop/1']],
      [
        'the first originals',
        ['blog/1'],
        ['blog/1', 'blog/2', 'blog/2_squashed', 'blog/3', 'blog/3_squashed', 'shop/1'],
      ],
      ['the inner squash', ['blog/2_squashed'], ['blog/2_squashed', 'blog/3', 'blog/3_squashed', 'shop/1']],
      ['the outer squash', ['blog/3_squashed'], ['blog/3_squashed', 'shop/1']],
    ])('with %s applied', (_name, applied, expected) => {
      expect(order(nested, applied)).toEqual(expected);
    });

    it('takes what it names beside the other one, as the other one folds it, for there', () => {
      const beside: Revision = { ...outer, replaces: ['blog/1', 'blog/2', 'blog/2_squashed', 'blog/3'] };
      const all = [...ALL, beside];
      expect(order(all, ['blog/2_squashed'])).toEqual(['blog/2_squashed', 'blog/3', 'blog/3_squashed', 'shop/1']);
      const pruned = [r3, squash, beside, other];
      expect(viewFor(pruned, new Set(['blog/2_squashed'])).unfinished).toEqual([]);
      expect(viewFor(pruned, new Set(['blog/2_squashed', 'blog/3'])).effective).toContain('blog/3_squashed');
    });

    it('knows what the other one stood for when it is gone', () => {
      const later: Revision = { ...outer, foldedBefore: ['blog/1', 'blog/2'] };
      const pruned = [later, other];
      expect(order(pruned, [])).toEqual(['blog/3_squashed', 'shop/1']);
      const through = ['blog/2_squashed', 'blog/3', 'blog/3_squashed', 'shop/1'];
      for (const applied of [through, ['blog/1', 'blog/2', ...through], through.slice(0, 2)]) {
        const view = viewFor(pruned, new Set(applied));
        expect(view.unfinished).toEqual([]);
        expect(order(pruned, applied)).toEqual(['blog/3_squashed', 'shop/1']);
        expect(view.revisions.find(({ id }) => id === later.id)?.replaces).toEqual([
          'blog/1',
          'blog/2',
          'blog/2_squashed',
          'blog/3',
        ]);
      }
      const { unfinished } = viewFor(pruned, new Set(['blog/1']));
      expect(unfinished.map(({ missing }) => missing)).toEqual([['blog/2_squashed', 'blog/3']]);
    });

    it('needs no directories of what an applied squash folds, while the one around it has to wait', () => {
      const later: Revision = { ...outer, foldedBefore: ['blog/1', 'blog/2'] };
      for (const left of [[squash], [squash, r3], [r3]]) {
        const pruned = [...left, later, other];
        const applied = left.includes(squash) ? ['blog/2_squashed'] : ['blog/2_squashed', 'blog/3'];
        expect(viewFor(pruned, new Set(applied)).unfinished.length).toBe(left.includes(r3) ? 0 : 1);
        expect(buildGraph(viewFor(pruned, new Set(applied)).revisions).problems).toEqual([]);
      }
    });

    it('reverts all that is folded, however deep', () => {
      const seen = viewFor(nested, new Set(['blog/3_squashed'])).revisions.find(({ id }) => id === 'blog/3_squashed');
      expect(seen?.replaces).toEqual(['blog/1', 'blog/2', 'blog/2_squashed', 'blog/3']);
    });
  });
});
