import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareCodeUnits } from '../compare.js';
import type { GraphProblem } from './graph-problem.js';
import type { Revision, RevisionId } from './revision.js';
import { buildGraph } from './revision-graph.js';
import { revision, revisionSets, shuffle } from './revisions.test-support.js';
import { timestampOf } from './timestamp.js';

function orderOf(revisions: readonly Revision[]): readonly RevisionId[] {
  return buildGraph(revisions).order.map(({ id }) => id);
}

/** Whether everything that a revision needs is in a set. */
function needsAreIn(ids: ReadonlySet<RevisionId>, { parents, requires }: Revision): boolean {
  return [...parents, ...requires].every((id) => ids.has(id));
}

describe('the total order', () => {
  it.each<[string, readonly Revision[], readonly RevisionId[]]>([
    [
      'two extensions that require each other in turn',
      [
        revision('a/1'),
        revision('b/1', { requires: ['a/1'] }),
        revision('a/2', { parents: ['1'], requires: ['b/1'] }),
        revision('b/2', { parents: ['1'], requires: ['a/2'] }),
      ],
      ['a/1', 'b/1', 'a/2', 'b/2'],
    ],
    [
      'a diamond',
      [
        revision('a/1'),
        revision('a/2x', { parents: ['1'] }),
        revision('a/2y', { parents: ['1'] }),
        revision('a/3', { parents: ['2y', '2x'] }),
      ],
      ['a/1', 'a/2x', 'a/2y', 'a/3'],
    ],
    [
      'core and blog as they really happened, though none requires the other',
      [
        revision('core/20260101000000_init'),
        revision('core/20260301000000_drop', { parents: ['20260101000000_init'] }),
        revision('blog/20260201000000_init'),
        revision('blog/20260401000000_more', { parents: ['20260201000000_init'] }),
      ],
      ['core/20260101000000_init', 'blog/20260201000000_init', 'core/20260301000000_drop', 'blog/20260401000000_more'],
    ],
    [
      'a fork of three heads',
      [
        revision('a/1'),
        revision('a/20260103000000_z', { parents: ['1'] }),
        revision('a/20260102000000_y', { parents: ['1'] }),
        revision('a/20260104000000_x', { parents: ['1'] }),
      ],
      ['a/1', 'a/20260102000000_y', 'a/20260103000000_z', 'a/20260104000000_x'],
    ],
    [
      'ties: timestamp, then extension, then name, by code unit',
      [
        revision('b/20260101000000_a'),
        revision('a/20260101000000_b'),
        revision('a/20260101000000_B'),
        revision('b/init'),
        revision('a/202601010000001_fifteen_digits'),
      ],
      ['a/202601010000001_fifteen_digits', 'b/init', 'a/20260101000000_B', 'a/20260101000000_b', 'b/20260101000000_a'],
    ],
  ])('%s', (_, revisions, expected) => {
    expect(orderOf(revisions)).toEqual(expected);
    expect(orderOf([...revisions].reverse())).toEqual(expected);
  });

  it('puts a long chain before what requires its end, and leaves the rest where it was', () => {
    const chain = Array.from({ length: 200 }, (_, index) =>
      revision(`core/${index}`, index === 0 ? {} : { parents: [String(index - 1)] }),
    );
    const order = orderOf([revision('a/late', { requires: ['core/199'] }), revision('a/early'), ...chain]);
    expect(order[0]).toBe('a/early');
    expect(order.at(-1)).toBe('a/late');
    expect(order.slice(1, -1)).toEqual(chain.map(({ id }) => id));
  });

  it('needs no stack for a chain of 50,000, cyclic or not', () => {
    const length = 50_000;
    const chain = Array.from({ length }, (_, index) =>
      revision(`core/${index}`, { parents: index === 0 ? [] : [String(index - 1)], sql: '' }),
    );
    expect(buildGraph(chain).order.at(-1)?.id).toBe(`core/${length - 1}`);
    const closed = [...chain.slice(1), revision('core/0', { parents: [String(length - 1)] })];
    const [problem] = buildGraph(closed).problems;
    expect(problem?.kind === 'cycle' && problem.path.length).toBe(length);
  });

  it('is topological, and takes the first of what is ready', () => {
    fc.assert(
      fc.property(revisionSets, (revisions) => {
        const { order, problems } = buildGraph(revisions);
        expect(problems).toEqual([]);
        expect(order).toHaveLength(revisions.length);
        const done = new Set<RevisionId>();
        for (const next of order) {
          const ready = revisions.filter((candidate) => !done.has(candidate.id) && needsAreIn(done, candidate));
          expect(next).toBe([...ready].sort(compareTies)[0]);
          done.add(next.id);
        }
      }),
    );
  });

  it('and the rest of the graph do not depend on the order of the input', () => {
    fc.assert(
      fc.property(revisionSets, fc.nat(), (revisions, seed) => {
        const one = buildGraph(revisions);
        const other = buildGraph(shuffle(revisions, seed));
        expect(other.order).toEqual(one.order);
        for (const { id, extension } of one.order) {
          expect(other.prerequisitesOf(id)).toEqual(one.prerequisitesOf(id));
          expect(other.dependentsOf(id)).toEqual(one.dependentsOf(id));
          expect(other.childrenOf(id)).toEqual(one.childrenOf(id));
          expect(other.headsOf(extension)).toEqual(one.headsOf(extension));
        }
      }),
    );
  });
});

function compareTies(left: Revision, right: Revision): number {
  return (
    compareCodeUnits(timestampOf(left.name), timestampOf(right.name)) ||
    compareCodeUnits(left.extension, right.extension) ||
    compareCodeUnits(left.name, right.name)
  );
}

describe('lookups', () => {
  const graph = buildGraph([
    revision('a/1'),
    revision('a/2', { parents: ['1'] }),
    revision('a/3', { parents: ['1'] }),
    revision('b/1', { requires: ['a/2', 'a/1', 'a/2'] }),
  ]);

  it('know both directions of every edge, each once', () => {
    expect(graph.prerequisitesOf('b/1')).toEqual(['a/1', 'a/2']);
    expect(graph.dependentsOf('a/1')).toEqual(['a/2', 'a/3', 'b/1']);
    expect(graph.childrenOf('a/1')).toEqual(['a/2', 'a/3']);
    expect(graph.childrenOf('a/2')).toEqual([]);
  });

  it('know heads and roots of an extension, and an unknown one as empty', () => {
    expect(graph.extensions).toEqual(['a', 'b']);
    expect(graph.headsOf('a')).toEqual(['a/2', 'a/3']);
    expect(graph.rootsOf('a')).toEqual(['a/1']);
    expect(graph.headsOf('none')).toEqual([]);
  });
});

describe('problems', () => {
  it.each<[string, readonly Revision[], readonly string[]]>([
    ['a parent that is missing', [revision('a/2', { parents: ['1'] })], ['missing-parent a/2 a/1']],
    ['a requirement that is missing', [revision('a/1', { requires: ['b/1'] })], ['missing-requirement a/1 b/1']],
    ['a requirement without extension', [revision('a/1', { requires: ['b'] })], ['malformed-requirement a/1 b']],
    [
      'a requirement on the own extension',
      [revision('a/1'), revision('a/2', { requires: ['a/1'] })],
      ['own-requirement a/2 a/1'],
    ],
    ['a revision that is its own parent', [revision('a/1', { parents: ['1'] })], ['cycle a/1']],
    [
      'a cycle through two extensions, with how each needs the next, and not what is merely behind it',
      [
        revision('a/1', { requires: ['b/2'] }),
        revision('b/1', { requires: ['a/1'] }),
        revision('b/2', { parents: ['1'] }),
        revision('b/3', { parents: ['2'] }),
      ],
      ['cycle a/1 b/2 b/1'],
    ],
    [
      'each of two separate cycles, one needing the other',
      [
        revision('a/1', { parents: ['2'] }),
        revision('a/2', { parents: ['1'] }),
        revision('b/1', { parents: ['2'], requires: ['a/1'] }),
        revision('b/2', { parents: ['1'] }),
      ],
      ['cycle a/1 a/2', 'cycle b/1 b/2'],
    ],
    ['an id that is there twice', [revision('a/1'), { ...revision('a/1'), directory: '/other' }], ['duplicate a/1']],
  ])('%s', (_, revisions, expected) => {
    expect(buildGraph(revisions).problems.map(inShort)).toEqual(expected);
    expect(buildGraph([...revisions].reverse()).problems.map(inShort)).toEqual(expected);
  });

  it('leave every revision in the order, those that cannot be ordered last', () => {
    const order = orderOf([revision('a/1', { parents: ['2'] }), revision('a/2', { parents: ['1'] }), revision('z/1')]);
    expect(order).toEqual(['z/1', 'a/1', 'a/2']);
  });
});

function inShort(problem: GraphProblem): string {
  switch (problem.kind) {
    case 'missing-parent':
      return `${problem.kind} ${problem.revision.id} ${problem.parent}`;
    case 'cycle':
      return `${problem.kind} ${problem.path.map(({ revision: { id } }) => id).join(' ')}`;
    case 'duplicate':
      return `${problem.kind} ${problem.revision.id}`;
    default:
      return `${problem.kind} ${problem.revision.id} ${problem.requirement}`;
  }
}
