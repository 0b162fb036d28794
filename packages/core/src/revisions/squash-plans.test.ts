import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ancestorsOf } from './closure.js';
import { planSquash, requirementsOfSquash } from './plan-squash.js';
import { planUpgrade } from './plan-upgrade.js';
import type { Revision, RevisionId } from './revision.js';
import { buildGraph } from './revision-graph.js';
import { revision, revisionSets } from './revisions.test-support.js';
import { viewFor } from './squash-view.js';
import { foldedBy } from './with-folded.js';

const NOTHING: ReadonlySet<RevisionId> = new Set();

/** The revisions with what can be folded of one extension up to some revision, if anything can. */
function fold(revisions: readonly Revision[], seed: number): Revision | null {
  const graph = buildGraph(viewFor(revisions, NOTHING).revisions);
  const target = graph.order[seed % Math.max(graph.order.length, 1)];
  if (target === undefined) return null;
  const plan = planSquash({ graph, extension: target.extension, target: target.id });
  if (plan.kind !== 'plan' || plan.folded.length < 2) return null;
  const replaces = plan.folded.map(({ id }) => id);
  const deep = [...foldedBy(revisions, replaces)].filter((id) => !replaces.includes(id));
  const stored = revisions.filter(({ id }) => replaces.includes(id));
  const squash = revision(`${target.id}_squashed`, { requires: requirementsOfSquash(graph, stored) });
  return { ...squash, replaces, foldedBefore: deep };
}

const cases = fc.record({
  revisions: revisionSets,
  folds: fc.array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: 3 }),
  targets: fc.array(fc.nat({ max: 1_000 }), { maxLength: 4 }),
});

describe('an upgrade where revisions are folded', () => {
  it('brings every database through, whatever it had before', () => {
    fc.assert(
      fc.property(cases, ({ revisions, folds, targets }) => {
        const graph = buildGraph(revisions);
        const picked = targets.flatMap((at) => graph.order[at % Math.max(graph.order.length, 1)]?.id ?? []);
        const had = graph.order.filter(({ id }) => ancestorsOf(graph, picked).has(id));
        let all = revisions;
        for (const seed of folds) {
          const squash = fold(all, seed);
          if (squash !== null && !all.some(({ id }) => id === squash.id)) all = [...all, squash];
        }
        const applied = new Set(had.map(({ id }) => id));
        const ran = upgrade(all, applied);
        const done = new Set([...applied, ...ran.map(({ id }) => id)]);
        // Each once, by itself or as part of a squash, and no folded one besides the squash that ran for it.
        const made = ran.filter((each) => each.sql !== '');
        const covered = made.flatMap((each) => (each.replaces.length === 0 ? [each.id] : originalsOf(all, each.id)));
        expect([...covered, ...applied].sort()).toEqual(revisions.map(({ id }) => id).sort());
        expect(upgrade(all, done)).toEqual([]);
        const pruned = all.filter(({ id }) => !all.some(({ replaces }) => replaces.includes(id)));
        expect(viewFor(pruned, done).unfinished).toEqual([]);
        expect(upgrade(pruned, done)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

/** What an upgrade of everything runs and records. */
function upgrade(revisions: readonly Revision[], applied: ReadonlySet<RevisionId>): readonly Revision[] {
  const graph = buildGraph(viewFor(revisions, applied).revisions);
  expect(graph.problems).toEqual([]);
  const targets = graph.extensions.flatMap((extension) => graph.headsOf(extension));
  const ran = planUpgrade({ graph, applied, targets });
  const done = new Set(applied);
  for (const { id, parents, requires } of ran) {
    expect([...parents, ...requires].filter((needed) => !done.has(needed))).toEqual([]);
    done.add(id);
  }
  return ran;
}

function originalsOf(revisions: readonly Revision[], id: RevisionId): readonly RevisionId[] {
  const squashes = new Set(revisions.filter(({ replaces }) => replaces.length > 0).map((each) => each.id));
  return [...foldedBy(revisions, [id])].filter((each) => !squashes.has(each));
}
