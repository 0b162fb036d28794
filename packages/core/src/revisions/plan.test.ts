import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrchestrateError } from '../errors.js';
import { ancestorsOf, descendantsOf } from './closure.js';
import type { Goal } from './goal.js';
import { type DowngradePlan, planDowngrade } from './plan-downgrade.js';
import { planUpgrade } from './plan-upgrade.js';
import type { Revision, RevisionId } from './revision.js';
import { buildGraph, type RevisionGraph } from './revision-graph.js';
import { revision, revisionSets, shuffle } from './revisions.test-support.js';

const idsOf = (revisions: readonly Revision[]): readonly RevisionId[] => revisions.map(({ id }) => id);

function upgradeIds(graph: RevisionGraph, applied: Iterable<RevisionId>, targets: readonly RevisionId[]) {
  return idsOf(planUpgrade({ graph, applied: new Set(applied), targets }));
}

function downgrade(
  graph: RevisionGraph,
  applied: Iterable<RevisionId>,
  goal: { readonly extension: string; readonly target: RevisionId | null; readonly cascade?: boolean },
): DowngradePlan {
  const { extension, target, cascade = false } = goal;
  const targets = target === null ? [] : [target];
  return planDowngrade({ graph, applied: new Set(applied), cascade, goals: [{ extension, targets }] });
}

function revertedIds(plan: DowngradePlan): readonly RevisionId[] {
  return plan.kind === 'plan' ? idsOf(plan.revisions) : [];
}

/** The ids of a plan, or the code of the error instead. */
function attempt(plan: () => DowngradePlan): readonly RevisionId[] | string {
  try {
    return revertedIds(plan());
  } catch (error) {
    return (error as OrchestrateError).code;
  }
}

const alternating = buildGraph([
  revision('a/1'),
  revision('b/1', { requires: ['a/1'] }),
  revision('a/2', { parents: ['1'], requires: ['b/1'] }),
  revision('b/2', { parents: ['1'], requires: ['a/2'] }),
]);

const diverged = buildGraph([
  revision('a/1'),
  revision('a/2x', { parents: ['1'] }),
  revision('a/2y', { parents: ['1'] }),
  revision('a/2z', { parents: ['1'] }),
]);

describe('planUpgrade', () => {
  it('brings along what the target requires, and no more', () => {
    expect(upgradeIds(alternating, [], ['a/2'])).toEqual(['a/1', 'b/1', 'a/2']);
    expect(upgradeIds(alternating, ['a/1'], ['b/2'])).toEqual(['b/1', 'a/2', 'b/2']);
  });

  it('applies all heads of a fork, or one branch of it', () => {
    expect(upgradeIds(diverged, [], diverged.headsOf('a'))).toEqual(['a/1', 'a/2x', 'a/2y', 'a/2z']);
    expect(upgradeIds(diverged, [], ['a/2y'])).toEqual(['a/1', 'a/2y']);
  });

  it('applies a revision that was merged late, below what is applied', () => {
    const graph = buildGraph([
      revision('core/20260101000000_a', { parentage: 'implied' }),
      revision('core/20260102000000_late', { parentage: 'implied', parents: ['20260101000000_a'] }),
      revision('core/20260103000000_c', { parentage: 'implied', parents: ['20260102000000_late'] }),
    ]);
    const applied = ['core/20260101000000_a', 'core/20260103000000_c'];
    expect(upgradeIds(graph, applied, graph.headsOf('core'))).toEqual(['core/20260102000000_late']);
  });

  it('gives nothing without targets', () => {
    expect(upgradeIds(alternating, [], [])).toEqual([]);
  });
});

describe('planDowngrade', () => {
  const all = alternating.order.map(({ id }) => id);

  it('refuses to revert what other extensions depend on, naming both ends', () => {
    expect(downgrade(alternating, all, { extension: 'a', target: 'a/1' })).toEqual({
      kind: 'blocked',
      dependents: [{ revision: 'b/2', requires: 'a/2' }],
    });
    expect(downgrade(alternating, all, { extension: 'a', target: null })).toEqual({
      kind: 'blocked',
      dependents: [
        { revision: 'b/2', requires: 'a/2' },
        { revision: 'b/1', requires: 'a/1' },
      ],
    });
  });

  it('reverts them too when it may, and nothing that needs only the target', () => {
    const plan = downgrade(alternating, all, { extension: 'a', target: 'a/1', cascade: true });
    expect(revertedIds(plan)).toEqual(['b/2', 'a/2']);
  });

  it('is not blocked by dependents that are not applied', () => {
    const plan = downgrade(alternating, ['a/1', 'b/1', 'a/2'], { extension: 'a', target: 'a/1' });
    expect(revertedIds(plan)).toEqual(['a/2']);
  });

  it('reverts the other branches of a fork', () => {
    const applied = idsOf(diverged.order);
    expect(revertedIds(downgrade(diverged, applied, { extension: 'a', target: 'a/2y' }))).toEqual(['a/2z', 'a/2x']);
    expect(revertedIds(downgrade(diverged, applied, { extension: 'a', target: 'a/1' }))).toEqual([
      'a/2z',
      'a/2y',
      'a/2x',
    ]);
    const several = planDowngrade({
      graph: diverged,
      applied: new Set(applied),
      goals: [{ extension: 'a', targets: ['a/2x', 'a/2z'] }],
      cascade: false,
    });
    expect(revertedIds(several)).toEqual(['a/2y']);
  });

  it('keeps what the target needs by way of another extension', () => {
    const graph = buildGraph([
      revision('a/1'),
      revision('a/2', { parents: ['1'] }),
      revision('b/1', { requires: ['a/2'] }),
      revision('a/3', { parents: ['1'], requires: ['b/1'] }),
    ]);
    expect(downgrade(graph, idsOf(graph.order), { extension: 'a', target: 'a/3' })).toEqual({
      kind: 'plan',
      revisions: [],
      dependents: [],
    });
  });

  const goal = (extension: string, ...targets: readonly RevisionId[]): Goal => ({ extension, targets });

  it('goes to several targets in one plan', () => {
    const goals = [goal('a', 'a/1'), goal('b')];
    const plan = planDowngrade({ graph: alternating, applied: new Set(all), goals, cascade: false });
    expect(revertedIds(plan)).toEqual(['b/2', 'a/2', 'b/1']);
  });

  it('refuses targets of which one needs what the other reverts', () => {
    const goals = [goal('a', 'a/1'), goal('b', 'b/2')];
    const attempted = () => planDowngrade({ graph: alternating, applied: new Set(all), goals, cascade: true });
    expect(attempted).toThrow(
      expect.objectContaining({
        code: 'TARGET.CONFLICT',
        message: 'The targets contradict each other: b/2 is to stay, and needs a/2, which is to be reverted',
      }),
    );
  });

  it('names what it reverts for the sake of others', () => {
    const plan = planDowngrade({ graph: alternating, applied: new Set(all), goals: [goal('b')], cascade: true });
    expect(plan).toMatchObject({ kind: 'plan', dependents: [{ revision: 'a/2', requires: 'b/1' }] });
    expect(revertedIds(plan)).toEqual(['b/2', 'a/2', 'b/1']);
  });

  it('refuses a target that is not applied, where there is no way back to it', () => {
    const attempt = () => downgrade(alternating, ['a/1'], { extension: 'a', target: 'a/2' });
    expect(attempt).toThrow(expect.objectContaining({ code: 'TARGET.NOT_APPLIED', kind: 'usage' }));
  });
});

describe('plans of any sound graph', () => {
  /** A graph, some revisions with all that they need as the applied ones, and some as targets. */
  const situations = fc
    .tuple(revisionSets, fc.array(fc.nat(), { maxLength: 4 }), fc.array(fc.nat(), { maxLength: 4 }), fc.nat())
    .filter(([revisions]) => revisions.length > 0)
    .map(([revisions, appliedSeeds, targetSeeds, extensionSeed]) => {
      const graph = buildGraph(revisions);
      const at = (seed: number): RevisionId => (graph.order[seed % graph.order.length] as Revision).id;
      return {
        graph,
        applied: ancestorsOf(graph, appliedSeeds.map(at)),
        targets: targetSeeds.map(at),
        extension: graph.extensions[extensionSeed % graph.extensions.length] as string,
      };
    });

  const isClosed = (graph: RevisionGraph, applied: ReadonlySet<RevisionId>): boolean =>
    [...applied].every((id) => graph.prerequisitesOf(id).every((needed) => applied.has(needed)));

  it('every prefix of an upgrade leaves a state that has all it needs', () => {
    fc.assert(
      fc.property(situations, ({ graph, applied, targets }) => {
        const state = new Set(applied);
        for (const id of upgradeIds(graph, applied, targets)) {
          expect(graph.prerequisitesOf(id).every((needed) => state.has(needed))).toBe(true);
          state.add(id);
        }
        for (const target of targets) expect(state.has(target)).toBe(true);
      }),
    );
  });

  it('every prefix of a downgrade does, too', () => {
    fc.assert(
      fc.property(situations, ({ graph, applied, extension }) => {
        const state = new Set(applied);
        for (const id of revertedIds(downgrade(graph, applied, { extension, target: null, cascade: true }))) {
          expect(graph.dependentsOf(id).some((dependent) => state.has(dependent))).toBe(false);
          state.delete(id);
        }
        expect(isClosed(graph, state)).toBe(true);
      }),
    );
  });

  it('a plan that was carried out leaves nothing to do', () => {
    fc.assert(
      fc.property(situations, ({ graph, applied, targets, extension }) => {
        const upgraded = [...applied, ...upgradeIds(graph, applied, targets)];
        expect(upgradeIds(graph, upgraded, targets)).toEqual([]);
        const reverted = revertedIds(downgrade(graph, upgraded, { extension, target: null, cascade: true }));
        const left = upgraded.filter((id) => !reverted.includes(id));
        expect(revertedIds(downgrade(graph, left, { extension, target: null, cascade: true }))).toEqual([]);
      }),
    );
  });

  it('an upgrade to everything and a downgrade of everything return to the empty database', () => {
    fc.assert(
      fc.property(revisionSets, (revisions) => {
        const graph = buildGraph(revisions);
        const heads = graph.extensions.flatMap((extension) => graph.headsOf(extension));
        const applied = new Set(upgradeIds(graph, [], heads));
        expect([...applied]).toEqual(idsOf(graph.order));
        for (const extension of graph.extensions) {
          const plan = downgrade(graph, applied, { extension, target: null, cascade: true });
          for (const id of revertedIds(plan)) applied.delete(id);
        }
        expect([...applied]).toEqual([]);
      }),
    );
  });

  it('undoing an upgrade of one extension returns to the start where only that extension moved', () => {
    fc.assert(
      fc.property(situations, ({ graph, applied, extension }) => {
        const added = upgradeIds(graph, applied, graph.headsOf(extension));
        if (added.some((id) => graph.byId.get(id)?.extension !== extension)) return;
        const start = idsOf(graph.revisionsOf(extension)).filter((id) => applied.has(id));
        const plan = planDowngrade({
          graph,
          applied: new Set([...applied, ...added]),
          goals: [{ extension, targets: start }],
          cascade: false,
        });
        expect(revertedIds(plan)).toEqual([...added].reverse());
      }),
    );
  });

  it('a downgrade is minimal: what it reverts is above the target or depends on something that is', () => {
    fc.assert(
      fc.property(situations, fc.nat(), ({ graph, applied, extension }, seed) => {
        const own = idsOf(graph.revisionsOf(extension)).filter((id) => applied.has(id));
        const target = own[seed % (own.length + 1)] ?? null;
        const reverted = revertedIds(downgrade(graph, applied, { extension, target, cascade: true }));
        const kept = target === null ? new Set<RevisionId>() : ancestorsOf(graph, [target]);
        const above = own.filter((id) => !kept.has(id));
        expect(reverted.filter((id) => graph.byId.get(id)?.extension === extension)).toEqual([...above].reverse());
        for (const id of reverted) {
          expect(applied.has(id)).toBe(true);
          expect(above.some((cause) => ancestorsOf(graph, [id]).has(cause))).toBe(true);
        }
        if (target !== null) expect(reverted).not.toContain(target);
      }),
    );
  });

  /** A goal for some of the extensions, each back to one of its applied revisions or to its base. */
  const goalsOf = (
    { graph, applied }: { readonly graph: RevisionGraph; readonly applied: ReadonlySet<RevisionId> },
    seeds: readonly number[],
  ): readonly Goal[] =>
    graph.extensions.flatMap((extension, index) => {
      const seed = seeds[index] ?? 0;
      const own = idsOf(graph.revisionsOf(extension)).filter((id) => applied.has(id));
      if (seed % 3 === 0) return [];
      const target = own[seed % (own.length + 1)];
      return [{ extension, targets: target === undefined ? [] : [target] }];
    });

  const seeds = fc.array(fc.nat(), { minLength: 4, maxLength: 4 });

  it('a downgrade to several targets ends in a state that has all it needs and every target, or says that they contradict', () => {
    let planned = 0;
    fc.assert(
      fc.property(situations, seeds, ({ graph, applied }, picked) => {
        const goals = goalsOf({ graph, applied }, picked);
        let plan: DowngradePlan;
        try {
          plan = planDowngrade({ graph, applied, goals, cascade: true });
        } catch (error) {
          expect(error).toMatchObject({ code: 'TARGET.CONFLICT', kind: 'usage' });
          const { target, needs } = (error as OrchestrateError).meta as { target: RevisionId; needs: RevisionId };
          expect(ancestorsOf(graph, [target]).has(needs)).toBe(true);
          const kept = new Set(
            ancestorsOf(graph, goals.find(({ extension }) => needs.startsWith(`${extension}/`))?.targets ?? []),
          );
          expect(kept.has(needs)).toBe(false);
          return;
        }
        planned += 1;
        const reverted = new Set(revertedIds(plan));
        const left = new Set([...applied].filter((id) => !reverted.has(id)));
        expect(isClosed(graph, left)).toBe(true);
        for (const { extension, targets } of goals) {
          for (const id of targets) expect(left.has(id)).toBe(true);
          const kept = ancestorsOf(graph, targets);
          expect(idsOf(graph.revisionsOf(extension)).filter((id) => left.has(id) && !kept.has(id))).toEqual([]);
        }
        const asked = [...reverted].filter((id) => goals.some(({ extension }) => id.startsWith(`${extension}/`)));
        const touched = descendantsOf(graph, asked);
        expect([...reverted].filter((id) => !touched.has(id) || !applied.has(id))).toEqual([]);
        expect(plan.dependents.map((dependent) => dependent.revision)).toEqual(
          [...reverted].filter((id) => !asked.includes(id)),
        );
      }),
    );
    expect(planned).toBeGreaterThan(20);
  });

  it('going up to any targets and back to where each extension was returns to the start', () => {
    fc.assert(
      fc.property(situations, ({ graph, applied, targets }) => {
        const added = upgradeIds(graph, applied, targets);
        const goals = graph.extensions.map((extension) => ({
          extension,
          targets: idsOf(graph.revisionsOf(extension)).filter((id) => applied.has(id)),
        }));
        const plan = planDowngrade({ graph, applied: new Set([...applied, ...added]), goals, cascade: false });
        expect(revertedIds(plan)).toEqual([...added].reverse());
      }),
    );
  });

  it('a run plans what a dry run has shown, in whatever order files and rows are read', () => {
    fc.assert(
      fc.property(situations, seeds, fc.nat(), ({ graph, applied, targets }, picked, seed) => {
        const again = buildGraph(shuffle(graph.order, seed));
        const appliedAgain = new Set(shuffle([...applied], seed));
        expect(upgradeIds(again, appliedAgain, shuffle(targets, seed))).toEqual(upgradeIds(graph, applied, targets));
        const goals = goalsOf({ graph, applied }, picked);
        const shown = attempt(() => planDowngrade({ graph, applied, goals, cascade: true }));
        const run = attempt(() =>
          planDowngrade({ graph: again, applied: appliedAgain, goals: shuffle(goals, seed), cascade: true }),
        );
        expect(run).toEqual(shown);
      }),
    );
  });

  it('a downgrade without cascade is the same plan, or names exactly what it would revert elsewhere', () => {
    fc.assert(
      fc.property(situations, ({ graph, applied, extension }) => {
        const cascading = downgrade(graph, applied, { extension, target: null, cascade: true });
        const plain = downgrade(graph, applied, { extension, target: null });
        const elsewhere = revertedIds(cascading).filter((id) => graph.byId.get(id)?.extension !== extension);
        if (plain.kind === 'plan') expect(plain).toEqual(cascading);
        expect(plain.kind === 'plan' ? [] : plain.dependents.map((dependent) => dependent.revision)).toEqual(elsewhere);
      }),
    );
  });
});
