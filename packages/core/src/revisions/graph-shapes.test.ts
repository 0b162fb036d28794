import { describe, expect, it } from 'vitest';
import { closedSets, GRAPH_SHAPES, type GraphShape, toRevision } from './graph-shapes.test-support.js';
import { planUpgrade } from './plan-upgrade.js';
import type { RevisionId } from './revision.js';
import { buildGraph } from './revision-graph.js';
import { viewFor } from './squash-view.js';

/** What an upgrade of everything does to a database that has these. */
function upgrade({ revisions, later }: GraphShape, applied: readonly RevisionId[]): readonly RevisionId[] {
  const view = viewFor([...revisions, ...later].map(toRevision), new Set(applied));
  const graph = buildGraph(view.revisions);
  expect(graph.problems).toEqual([]);
  const targets = graph.extensions.flatMap(graph.headsOf);
  return planUpgrade({ graph, applied: new Set(applied), targets }).map(({ id }) => id);
}

describe.each(GRAPH_SHAPES.map((shape) => [shape.name, shape] as const))('%s', (_, shape) => {
  const all = new Map([...shape.revisions, ...shape.later].map((each) => [each.id, each]));
  const states = closedSets(shape.revisions);

  /** What has been done by a set of revisions: a squash does what it folds. */
  const worksOf = (ids: Iterable<RevisionId>): ReadonlySet<RevisionId> => {
    const works = new Set(ids);
    // A set visits what is added while it is walked.
    for (const id of works) for (const folded of all.get(id)?.replaces ?? []) works.add(folded);
    return works;
  };

  it('gives a new database everything, in its order', () => {
    expect(upgrade(shape, [])).toEqual(shape.fresh);
  });

  it.each(states.map((applied) => [applied.join(' ') || 'nothing', applied] as const))(
    'brings a database with %s to the end',
    (__, applied) => {
      const plan = upgrade(shape, applied);
      const done = [...applied];
      for (const id of plan) {
        expect(done).not.toContain(id);
        const works = worksOf(done);
        // What is folded is there one way or the other.
        expect((all.get(id)?.after ?? []).filter((needed) => !works.has(needed))).toEqual([]);
        done.push(id);
      }
      expect(worksOf(done)).toEqual(worksOf([...shape.fresh, ...applied]));
      expect(upgrade(shape, done)).toEqual([]);
    },
  );
});

describe('closedSets', () => {
  it('gives every set that holds what its revisions need, each once', () => {
    const [alternating] = GRAPH_SHAPES;
    expect(closedSets(alternating?.revisions ?? []).map((set) => set.join(' '))).toEqual([
      '',
      'a/1',
      'a/1 b/1',
      'a/1 b/1 a/2',
      'a/1 b/1 a/2 b/2',
    ]);
    const diamond = GRAPH_SHAPES.find(({ name }) => name === 'a diamond in one extension');
    expect(closedSets(diamond?.revisions ?? [])).toHaveLength(6);
  });
});
