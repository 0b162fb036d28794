import type { Revision, RevisionId } from './revision.js';
import { extensionOf, revisionNameOf } from './revision.js';
import type { RevisionGraph } from './revision-graph.js';
import { buildGraph } from './revision-graph.js';
import { revision } from './revisions.test-support.js';

/** A revision of a {@link GraphShape}. */
export interface ShapedRevision {
  readonly id: RevisionId;
  /** What it comes after: its parents, and what it requires of other extensions. */
  readonly after: readonly RevisionId[];
  readonly replaces: readonly RevisionId[];
}

/** Revisions whose edges make a form that plans have to get right. */
export interface GraphShape {
  readonly name: string;
  readonly revisions: readonly ShapedRevision[];
  /** Those that are added once databases have something of the others: a squash of them, a merge, a late one. */
  readonly later: readonly ShapedRevision[];
  /** What a new database gets, in this order. */
  readonly fresh: readonly RevisionId[];
}

type Edges = Readonly<Record<RevisionId, readonly RevisionId[]>>;

interface Later {
  readonly edges: Edges;
  readonly replaces?: Readonly<Record<RevisionId, readonly RevisionId[]>>;
}

function shape(name: string, edges: Edges, fresh: string, later: Later = { edges: {} }): GraphShape {
  const toRevisions = (of: Edges): readonly ShapedRevision[] =>
    Object.entries(of).map(([id, after]) => ({ id, after, replaces: later.replaces?.[id] ?? [] }));
  return { name, revisions: toRevisions(edges), later: toRevisions(later.edges), fresh: fresh.split(' ') };
}

const CHAIN = Array.from({ length: 8 }, (_, index) => `a/${index + 1}`);

const INTERLEAVED: Edges = {
  'a/1': [],
  'b/1': [],
  'a/2': ['a/1', 'b/1'],
  'b/2': ['b/1', 'a/2'],
  'c/1': ['a/1'],
};

/** Every form that a plan has gone wrong on, here or elsewhere. */
export const GRAPH_SHAPES: readonly GraphShape[] = [
  shape(
    'two extensions that require each other in turn',
    { 'a/1': [], 'b/1': ['a/1'], 'a/2': ['a/1', 'b/1'], 'b/2': ['b/1', 'a/2'] },
    'a/1 b/1 a/2 b/2',
  ),
  shape(
    'a diamond of extensions',
    { 'core/1': [], 'a/1': ['core/1'], 'b/1': ['core/1'], 'c/1': ['a/1', 'b/1'] },
    'core/1 a/1 b/1 c/1',
  ),
  shape(
    'a diamond in one extension',
    { 'a/1': [], 'a/2x': ['a/1'], 'a/2y': ['a/1'], 'a/3': ['a/2x', 'a/2y'] },
    'a/1 a/2x a/2y a/3',
  ),
  shape(
    'a long chain with one late requirement',
    { ...Object.fromEntries(CHAIN.map((id, at) => [id, CHAIN.slice(at - 1, at)])), 'b/1': [], 'b/2': ['b/1', 'a/8'] },
    `${CHAIN.join(' ')} b/1 b/2`,
  ),
  shape(
    'a fork of three heads',
    { 'a/1': [], 'a/2x': ['a/1'], 'a/2y': ['a/1'], 'a/2z': ['a/1'], 'b/1': ['a/2y'] },
    'a/1 a/2x a/2y a/2z b/1',
  ),
  shape(
    'a fork of three heads that is merged later',
    { 'a/1': [], 'a/2x': ['a/1'], 'a/2y': ['a/1'], 'a/2z': ['a/1'] },
    'a/1 a/2x a/2y a/2z a/3',
    { edges: { 'a/3': ['a/2x', 'a/2y', 'a/2z'] } },
  ),
  shape(
    'branches that go on before they are merged, one by way of another extension',
    { 'a/1': [], 'a/2x': ['a/1'], 'b/1': ['a/2x'], 'a/3x': ['a/2x', 'b/1'], 'a/2y': ['a/1'] },
    'a/1 a/2x a/2y b/1 a/3x a/4',
    { edges: { 'a/4': ['a/2y', 'a/3x'] } },
  ),
  shape(
    'a revision that comes late, with an early date',
    { 'a/20260101000000_one': [], 'b/20260301000000_one': ['a/20260101000000_one'] },
    'a/20260101000000_one a/20260201000000_late b/20260301000000_one c/20260401000000_one',
    {
      edges: {
        'a/20260201000000_late': ['a/20260101000000_one'],
        'c/20260401000000_one': ['b/20260301000000_one', 'a/20260201000000_late'],
      },
    },
  ),
  shape('a squash across extensions', INTERLEAVED, 'b/1 a/2_squashed a/3 b/2 c/1', {
    edges: { 'a/2_squashed': ['b/1'], 'a/3': ['a/2_squashed'] },
    replaces: { 'a/2_squashed': ['a/1', 'a/2'] },
  }),
  shape(
    'a squash of what another one folds',
    { 'a/1': [], 'a/2': ['a/1'], 'a/3': ['a/2'], 'b/1': ['a/2'] },
    'a/3_squashed b/1',
    {
      edges: { 'a/2_squashed': [], 'a/3_squashed': [] },
      replaces: { 'a/2_squashed': ['a/1', 'a/2'], 'a/3_squashed': ['a/2_squashed', 'a/3'] },
    },
  ),
];

/** A revision of a shape as a graph wants it; its SQL makes nothing. */
export function toRevision({ id, after, replaces }: ShapedRevision): Revision {
  const isOwn = (other: RevisionId): boolean => extensionOf(other) === extensionOf(id);
  const parents = after.filter(isOwn).map(revisionNameOf);
  return { ...revision(id, { parents, requires: after.filter((other) => !isOwn(other)) }), replaces };
}

/** Every set of revisions that holds what each of them needs, the empty one and the whole one among them; small ones first. */
export function closedSets(revisions: readonly ShapedRevision[]): readonly (readonly RevisionId[])[] {
  const graph: RevisionGraph = buildGraph(revisions.map(toRevision));
  let sets: readonly (readonly RevisionId[])[] = [[]];
  for (const { id } of graph.order) {
    const needed = graph.prerequisitesOf(id);
    const more = sets.filter((set) => needed.every((each) => set.includes(each))).map((set) => [...set, id]);
    sets = [...sets, ...more];
  }
  return [...sets].sort((left, right) => left.length - right.length);
}
