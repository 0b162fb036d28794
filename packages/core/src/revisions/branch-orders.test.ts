import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { branchOrders } from './branch-orders.js';
import { findDivergence } from './divergence.js';
import type { Revision, RevisionId } from './revision.js';
import { buildGraph } from './revision-graph.js';
import { revision, revisionSets } from './revisions.test-support.js';

/** Each order as its revisions, ` | ` between the turns that it was made of. */
function ordersOf(revisions: readonly Revision[], extension = 'a'): readonly string[] {
  const graph = buildGraph(revisions);
  return branchOrders(graph, graph.headsOf(extension)).map(
    ({ turns, revisions: order }) => `${turns.map((heads) => heads.join('+')).join(' | ')}: ${namesOf(order)}`,
  );
}

const namesOf = (order: readonly Revision[]): string => order.map(({ id }) => id).join(' ');

describe('branchOrders', () => {
  const trunk = revision('a/1');
  it.each<[string, readonly Revision[], readonly string[]]>([
    [
      'one branch before the other, and the other way round',
      [trunk, revision('a/2', { parents: ['1'] }), revision('a/3', { parents: ['1'] })],
      ['a/2 | a/3: a/1 a/2 a/3', 'a/3 | a/2: a/1 a/3 a/2'],
    ],
    [
      'branches that were made at the same time, also as a new database has them',
      [
        trunk,
        revision('a/20260101000000_x', { parents: ['1'] }),
        revision('a/20260102000000_y', { parents: ['1'] }),
        revision('a/20260103000000_x', { parents: ['20260101000000_x'] }),
      ],
      [
        'a/20260102000000_y | a/20260103000000_x: a/1 a/20260102000000_y a/20260101000000_x a/20260103000000_x',
        'a/20260103000000_x | a/20260102000000_y: a/1 a/20260101000000_x a/20260103000000_x a/20260102000000_y',
        'a/20260102000000_y+a/20260103000000_x: a/1 a/20260101000000_x a/20260102000000_y a/20260103000000_x',
      ],
    ],
    [
      'what a branch needs of other extensions, with the branch',
      [
        trunk,
        revision('core/1'),
        revision('core/2', { parents: ['1'] }),
        revision('core/3', { parents: ['2'] }),
        revision('a/2', { parents: ['1'], requires: ['core/1'] }),
        revision('a/3', { parents: ['1'], requires: ['core/2'] }),
      ],
      ['a/2 | a/3: a/1 core/1 a/2 core/2 a/3', 'a/3 | a/2: a/1 core/1 core/2 a/3 a/2'],
    ],
    [
      'the one order that there is where a branch needs the other by way of another extension',
      [
        trunk,
        revision('a/2', { parents: ['1'] }),
        revision('core/1', { requires: ['a/2'] }),
        revision('a/3', { parents: ['1'], requires: ['core/1'] }),
      ],
      ['a/2 | a/3: a/1 a/2 core/1 a/3'],
    ],
    ['two first revisions', [revision('a/1'), revision('a/2')], ['a/1 | a/2: a/1 a/2', 'a/2 | a/1: a/2 a/1']],
  ])('%s', (_, revisions, expected) => {
    expect(ordersOf(revisions)).toEqual(expected);
  });

  const fork = (count: number): readonly Revision[] => [
    trunk,
    ...Array.from({ length: count }, (_, index) => revision(`a/2${index}`, { parents: ['1'] })),
  ];

  it('tries three branches in all six orders, and each of more as the first', () => {
    expect(ordersOf(fork(3))).toHaveLength(6);
    expect(ordersOf(fork(5))).toEqual(
      ['a/20', 'a/21', 'a/22', 'a/23', 'a/24'].map((first, _, all) => {
        const others = all.filter((head) => head !== first);
        return `${first} | ${others.join('+')}: a/1 ${first} ${others.join(' ')}`;
      }),
    );
  });

  it('gives every revision that the heads need once, after what it needs', () => {
    fc.assert(
      fc.property(revisionSets, (revisions) => {
        const graph = buildGraph(revisions);
        for (const { heads } of findDivergence(graph)) {
          const orders = branchOrders(graph, heads);
          expect(new Set(orders.map(({ revisions: order }) => namesOf(order))).size).toBe(orders.length);
          const needed = new Set(orders[0]?.revisions);
          for (const { revisions: order } of orders) {
            expect(new Set(order)).toEqual(needed);
            const done = new Set<RevisionId>();
            for (const { id } of order) {
              expect(graph.prerequisitesOf(id).every((needs) => done.has(needs))).toBe(true);
              done.add(id);
            }
            expect(done.size).toBe(order.length);
          }
        }
      }),
    );
  });
});
