import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksum } from './checksum.js';
import { appliedSet } from './consistency.js';
import type { HistoryRow } from './history-row.js';
import { planStamp } from './plan-stamp.js';
import type { Revision, RevisionId } from './revision.js';
import { buildGraph } from './revision-graph.js';
import { revision, revisionSets, row } from './revisions.test-support.js';
import { viewFor } from './squash-view.js';
import { ownAncestorsOf, stampTarget } from './stamp-target.js';

const graph = buildGraph([
  revision('core/1', { parentage: 'implied' }),
  revision('core/2', { parentage: 'implied', parents: ['1'] }),
  revision('core/3', { parentage: 'implied', parents: ['2'] }),
  revision('blog/1', { requires: ['core/1'] }),
  revision('blog/2', { parents: ['1'], requires: ['core/2'] }),
  revision('blog/3', { parents: ['1'] }),
]);

const failed = { finishedAt: null, appliedStepsCount: 0 } as const;
const rolledBack = { rolledBackAt: new Date('2026-01-02T00:00:00Z') } as const;

interface Case {
  readonly history: readonly HistoryRow[];
  readonly halfDone?: ReadonlyMap<RevisionId, 'up' | 'down'>;
  /** By extension; none is `base`. */
  readonly goals: Readonly<Record<string, readonly RevisionId[]>>;
}

/** What a stamp does, in short: `+` recorded, `-` unrecorded, `#` the rows to mark. */
function plan({ history, halfDone = new Map(), goals }: Case): readonly string[] {
  const listed = Object.entries(goals).map(([extension, targets]) => ({ extension, targets }));
  const made = planStamp({ graph, history, halfDone, goals: listed });
  if (made.kind === 'incomplete') return made.missing.map(({ revision: id, requires }) => `${id} lacks ${requires}`);
  if (made.kind === 'blocked') return made.dependents.map(({ revision: id, requires }) => `${id} keeps ${requires}`);
  return [
    ...made.unrecorded.map(({ revision: id, was }) => `-${id} (${was})`),
    ...made.recorded.map(({ id }) => `+${id}`),
    ...made.rolledBack.map(({ id }) => `#${id}`),
  ];
}

describe('planStamp', () => {
  it.each<[string, Case, readonly string[]]>([
    ['an empty history', { history: [], goals: { core: ['core/2'] } }, ['+core/1', '+core/2']],
    ['base of an empty history', { history: [], goals: { core: [] } }, []],
    ['what is so already', { history: [row('core/1')], goals: { core: ['core/1'] } }, []],
    [
      'back, and only in this extension',
      { history: [row('core/1'), row('core/2'), row('core/3'), row('blog/1')], goals: { core: ['core/1'] } },
      ['-core/3 (applied)', '-core/2 (applied)', '#row of core/2', '#row of core/3'],
    ],
    ['a gap', { history: [row('core/1'), row('core/3')], goals: { core: ['core/3'] } }, ['+core/2']],
    [
      'a failed one that is wanted',
      { history: [row('core/1', failed)], goals: { core: ['core/1'] } },
      ['+core/1', '#row of core/1'],
    ],
    [
      'a failed one beyond the target',
      { history: [row('core/1'), row('core/2', failed)], goals: { core: ['core/1'] } },
      ['-core/2 (failed)', '#row of core/2'],
    ],
    [
      'a failed row of one that is applied',
      { history: [row('core/1'), row('core/1', { ...failed, id: 'second' })], goals: { core: ['core/1'] } },
      ['-core/1 (failed)', '#second'],
    ],
    ['an edited one stays', { history: [row('core/1', { checksum: checksum('x') })], goals: { core: ['core/1'] } }, []],
    [
      'one without a directory goes',
      { history: [row('core/1'), row('core/9')], goals: { core: ['core/1'] } },
      ['-core/9 (applied)', '#row of core/9'],
    ],
    [
      'one that was half reverted is recorded anew',
      { history: [row('core/1')], halfDone: new Map([['core/1', 'down']]), goals: { core: ['core/1'] } },
      ['+core/1', '#row of core/1'],
    ],
    [
      'one that was half applied is recorded anew',
      { history: [row('core/1', failed)], halfDone: new Map([['core/1', 'up']]), goals: { core: ['core/1'] } },
      ['+core/1', '#row of core/1'],
    ],
    ['rows that were rolled back count for nothing', { history: [row('core/1', rolledBack)], goals: { core: [] } }, []],
    ['one branch of two', { history: [row('core/1')], goals: { blog: ['blog/3'] } }, ['+blog/1', '+blog/3']],
    [
      'what a requirement of another extension lacks',
      { history: [row('core/1')], goals: { blog: ['blog/2'] } },
      ['blog/2 lacks core/2'],
    ],
    [
      'a requirement that is stamped along',
      { history: [], goals: { blog: ['blog/2'], core: ['core/2'] } },
      ['+core/1', '+blog/1', '+core/2', '+blog/2'],
    ],
    [
      'a requirement that would go',
      { history: [row('core/1'), row('core/2'), row('blog/1'), row('blog/2')], goals: { core: ['core/1'] } },
      ['blog/2 keeps core/2'],
    ],
    [
      'a requirement that was not there before is no reason to refuse',
      { history: [row('core/1'), row('core/3'), row('blog/1'), row('blog/2')], goals: { core: ['core/1'] } },
      ['-core/3 (applied)', '#row of core/3'],
    ],
    [
      'everything back',
      { history: [row('core/1'), row('blog/1')], goals: { core: [], blog: [] } },
      ['-blog/1 (applied)', '-core/1 (applied)', '#row of core/1', '#row of blog/1'],
    ],
  ])('%s', (_, given, expected) => {
    expect(plan(given)).toEqual(expected);
  });
});

describe('stampTarget', () => {
  it.each<[readonly RevisionId[], string, string | null]>([
    [[], 'core', 'base'],
    [['blog/1'], 'core', 'base'],
    [['core/1'], 'core', '1'],
    [['core/1', 'core/2', 'core/3', 'blog/1'], 'core', '3'],
    [['core/1', 'core/3'], 'core', null],
    [['core/1', 'core/9'], 'core', null],
    [['blog/1', 'blog/2', 'blog/3'], 'blog', 'head'],
    [['blog/1', 'blog/2'], 'blog', '2'],
    [['blog/2'], 'blog', null],
  ])('%j of %s is %j', (wanted, extension, expected) => {
    expect(stampTarget({ graph, extension, wanted })).toBe(expected);
  });

  it('means exactly what is wanted, wherever it has a name', () => {
    fc.assert(
      fc.property(revisionSets, fc.array(fc.nat({ max: 40 })), (revisions, picks) => {
        const any = buildGraph(revisions);
        for (const extension of any.extensions) {
          const own = any.revisionsOf(extension);
          const targets = picks.flatMap((at) => own.slice(at, at + 1).map(({ id }) => id));
          const wanted = ownAncestorsOf({ graph: any, extension, targets });
          const target = stampTarget({ graph: any, extension, wanted });
          if (target === null) continue;
          const named =
            target === 'head' ? any.headsOf(extension) : target === 'base' ? [] : [`${extension}/${target}`];
          const goals = [{ extension, targets: named }];
          const made = planStamp({ graph: any, history: [], halfDone: new Map(), goals });
          if (made.kind === 'plan') expect(new Set(made.recorded.map(({ id }) => id))).toEqual(wanted);
        }
      }),
    );
  });
});

it('leaves a history that says what was asked for', () => {
  fc.assert(
    fc.property(revisionSets, fc.infiniteStream(fc.nat({ max: 3 })), fc.nat({ max: 40 }), (revisions, states, at) => {
      const any = buildGraph(revisions);
      const history = any.order.flatMap(({ id }) => {
        const state = states.next().value;
        return state === 0 ? [] : [row(id, state === 1 ? failed : state === 2 ? rolledBack : {})];
      });
      for (const extension of any.extensions) {
        const targets = any
          .revisionsOf(extension)
          .slice(at, at + 1)
          .map(({ id }) => id);
        const made = planStamp({ graph: any, history, halfDone: new Map(), goals: [{ extension, targets }] });
        if (made.kind !== 'plan') continue;
        const after = [
          ...history.filter((each) => !made.rolledBack.includes(each)),
          ...made.recorded.map(({ id }) => row(id)),
        ];
        const own = [...appliedSet(after)].filter((id) => id.startsWith(`${extension}/`));
        expect(new Set(own)).toEqual(ownAncestorsOf({ graph: any, extension, targets }));
        expect(after.filter((each) => each.extension !== extension)).toEqual(
          history.filter((each) => each.extension !== extension),
        );
        expect(own).toHaveLength(new Set(own).size);
      }
    }),
  );
});

describe('planStamp with a squash', () => {
  const r1 = revision('blog/1');
  const r2 = revision('blog/2', { parents: ['1'] });
  const squash: Revision = { ...revision('blog/2_squashed'), replaces: ['blog/1', 'blog/2'] };
  const r3 = revision('blog/3', { parents: ['2_squashed'] });
  const shop = revision('shop/1', { requires: ['blog/2'] });
  const ALL = [r1, r2, squash, r3, shop];

  /** As `stamp` does for a target that is, or is not, folded in the database as it is after it. */
  function stampTo(target: RevisionId, applied: readonly RevisionId[], seen: readonly RevisionId[]): readonly string[] {
    const view = buildGraph(viewFor(ALL, new Set(seen)).revisions);
    const made = planStamp({
      graph: view,
      revisions: ALL,
      history: applied.map((id) => row(id)),
      halfDone: new Map(),
      goals: [{ extension: 'blog', targets: [target] }],
    });
    if (made.kind !== 'plan') return [made.kind];
    return [...made.unrecorded.map(({ revision: id }) => `-${id}`), ...made.recorded.map(({ id }) => `+${id}`)];
  }

  it.each<[string, RevisionId, readonly RevisionId[], readonly RevisionId[], readonly string[]]>([
    ['a fresh database', 'blog/3', [], [], ['+blog/2_squashed', '+blog/3']],
    ['a fresh database, to what is folded', 'blog/1', [], ['blog/1'], ['+blog/1']],
    ['some of it', 'blog/3', ['blog/1'], ['blog/1'], ['+blog/2', '+blog/2_squashed', '+blog/3']],
    ['all of it', 'blog/2_squashed', ['blog/1', 'blog/2'], ['blog/1', 'blog/2'], ['+blog/2_squashed']],
    [
      'the squash and what it folds',
      'blog/2_squashed',
      ['blog/1', 'blog/2', 'blog/2_squashed', 'blog/3'],
      ['blog/1', 'blog/2', 'blog/2_squashed', 'blog/3'],
      ['-blog/3'],
    ],
    ['a squash, back into it', 'blog/1', ['blog/2_squashed'], ['blog/1'], ['-blog/2_squashed', '+blog/1']],
    ['a squash, back to the last that it folds', 'blog/2', ['blog/2_squashed'], ['blog/2'], []],
    ['a squash that others rely on', 'blog/1', ['blog/2_squashed', 'shop/1'], ['blog/1', 'shop/1'], ['blocked']],
  ])('%s', (_, target, applied, seen, expected) => {
    expect(stampTo(target, applied, seen)).toEqual(expected);
  });
});
