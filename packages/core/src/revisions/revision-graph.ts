import { compareCodeUnits, sorted } from '../compare.js';
import { findCycles } from './find-cycles.js';
import type { CycleStep, GraphProblem } from './graph-problem.js';
import { numberHeap } from './number-heap.js';
import { placeAfterCore } from './place-after-core.js';
import type { Revision, RevisionId } from './revision.js';
import { timestampOf } from './timestamp.js';

/** All revisions of all extensions with the edges `parent` and `requires`, and their total order. */
export interface RevisionGraph {
  readonly byId: ReadonlyMap<RevisionId, Revision>;
  /**
   * Every revision: after what it needs, ties by the timestamp in the name (see {@link placeAfterCore} for what has
   * none of its own here), then by extension, then by name. Revisions that a cycle keeps from being ordered come last.
   */
  readonly order: readonly Revision[];
  /** Where a revision stands in {@link RevisionGraph.order}. */
  readonly positions: ReadonlyMap<RevisionId, number>;
  /** Extensions that have revisions, in code-unit order. */
  readonly extensions: readonly string[];
  /** The revisions of one extension, in plan order. */
  revisionsOf(extension: string): readonly Revision[];
  /** What a revision needs directly: its parents and requirements, as far as they exist; in plan order. */
  prerequisitesOf(id: RevisionId): readonly RevisionId[];
  /** What needs a revision directly, by `parent` or `requires`; in plan order. */
  dependentsOf(id: RevisionId): readonly RevisionId[];
  /** The revisions that have this one as a parent, in plan order. */
  childrenOf(id: RevisionId): readonly RevisionId[];
  /** The revisions of an extension that have no child, in plan order; several when it has diverged. */
  headsOf(extension: string): readonly RevisionId[];
  /** The revisions of an extension that have no parent, in plan order. */
  rootsOf(extension: string): readonly RevisionId[];
  /** Why it cannot be planned; empty for a sound graph. */
  readonly problems: readonly GraphProblem[];
}

const REFERENCE = /^[^/]+\/[^/]+$/;
const NONE: readonly never[] = [];

/** Builds the graph; the same for any order of its input. Problems are part of it, nothing is thrown. */
export function buildGraph(revisions: readonly Revision[]): RevisionGraph {
  const problems: GraphProblem[] = [];
  const ranked = rank(revisions, problems);
  const byId = new Map(ranked.map((revision) => [revision.id, revision]));
  const ranks = new Map(ranked.map(({ id }, index) => [id, index]));
  const prerequisites = ranked.map((revision) => resolveEdges({ revision, ranks, problems }));
  const { sequence, stuck, dependents } = sortTopologically(prerequisites);
  for (const cycle of findCycles({ nodes: stuck, prerequisites })) {
    problems.push({ kind: 'cycle', path: describeCycle(cycle, ranked) });
  }

  const order = [...sequence, ...stuck].map((index) => ranked[index] as Revision);
  const positions = new Map(order.map(({ id }, position) => [id, position]));
  const ofExtension = new Map<string, Revision[]>();
  for (const revision of order) {
    const siblings = ofExtension.get(revision.extension);
    if (siblings === undefined) ofExtension.set(revision.extension, [revision]);
    else siblings.push(revision);
  }
  const revisionsOf = (extension: string): readonly Revision[] => ofExtension.get(extension) ?? NONE;

  // Edges stay numbers until they are asked for: most of a large graph's never are.
  const positionOf = (id: RevisionId): number => positions.get(id) ?? 0;
  const endsOf = (edges: readonly (readonly number[])[], id: RevisionId): RevisionId[] =>
    (edges[ranks.get(id) ?? ranked.length] ?? NONE)
      .map((index) => (ranked[index] as Revision).id)
      .sort((left, right) => positionOf(left) - positionOf(right));
  const hasChild = (id: RevisionId): boolean =>
    (dependents[ranks.get(id) ?? ranked.length] ?? NONE).some((index) => ranked[index]?.parents.includes(id));
  return {
    byId,
    order,
    positions,
    extensions: sorted(ofExtension.keys()),
    revisionsOf,
    prerequisitesOf: (id) => endsOf(prerequisites, id),
    dependentsOf: (id) => endsOf(dependents, id),
    childrenOf: (id) => endsOf(dependents, id).filter((child) => byId.get(child)?.parents.includes(id)),
    headsOf: (extension) => idsOf(revisionsOf(extension)).filter((id) => !hasChild(id)),
    rootsOf: (extension) => idsOf(revisionsOf(extension).filter(({ parents }) => parents.length === 0)),
    problems,
  };
}

/** Sorted by the rule for ties, one revision per id. */
function rank(revisions: readonly Revision[], problems: GraphProblem[]): readonly Revision[] {
  // Fourteen digits compare as numbers as they do by code unit, and faster; none at all comes first.
  const ownTimestamp = ({ name }: Revision): number => Number(timestampOf(name) || '-1');
  const placed = placeAfterCore(revisions, ownTimestamp);
  const keyed = revisions.map((revision) => ({
    revision,
    timestamp: placed(revision),
    own: ownTimestamp(revision),
  }));
  keyed.sort(
    (left, right) =>
      left.timestamp - right.timestamp ||
      left.own - right.own ||
      compareCodeUnits(left.revision.extension, right.revision.extension) ||
      compareCodeUnits(left.revision.name, right.revision.name) ||
      compareCodeUnits(left.revision.directory, right.revision.directory),
  );
  const ranked: Revision[] = [];
  for (const { revision } of keyed) {
    const first = ranked.at(-1);
    if (first !== undefined && first.id === revision.id) problems.push({ kind: 'duplicate', revision, first });
    else ranked.push(revision);
  }
  return ranked;
}

interface EdgeOptions {
  readonly revision: Revision;
  readonly ranks: ReadonlyMap<RevisionId, number>;
  readonly problems: GraphProblem[];
}

/** The ranks of what a revision needs, each once; what does not exist becomes a problem. */
function resolveEdges({ revision, ranks, problems }: EdgeOptions): readonly number[] {
  const edges: number[] = [];
  for (const parent of eachOnce(revision.parents)) {
    const index = ranks.get(parent);
    if (index === undefined) problems.push({ kind: 'missing-parent', revision, parent });
    else edges.push(index);
  }
  for (const requirement of eachOnce(revision.requires)) {
    const index = ranks.get(requirement);
    if (!REFERENCE.test(requirement)) problems.push({ kind: 'malformed-requirement', revision, requirement });
    else if (requirement.startsWith(`${revision.extension}/`)) {
      problems.push({ kind: 'own-requirement', revision, requirement });
    } else if (index === undefined) problems.push({ kind: 'missing-requirement', revision, requirement });
    else edges.push(index);
  }
  return edges;
}

/** Kahn's algorithm: of all that is ready, the least rank comes next. What is in or behind a cycle stays stuck. */
function sortTopologically(prerequisites: readonly (readonly number[])[]): {
  readonly sequence: readonly number[];
  readonly stuck: readonly number[];
  readonly dependents: readonly (readonly number[])[];
} {
  const waiting = prerequisites.map(({ length }) => length);
  const dependents: number[][] = prerequisites.map(() => []);
  const ready = numberHeap();
  for (const [index, needed] of prerequisites.entries()) {
    if (needed.length === 0) ready.push(index);
    for (const prerequisite of needed) dependents[prerequisite]?.push(index);
  }
  const sequence: number[] = [];
  for (let index = ready.pop(); index !== undefined; index = ready.pop()) {
    sequence.push(index);
    for (const dependent of dependents[index] ?? NONE) {
      const left = (waiting[dependent] ?? 0) - 1;
      waiting[dependent] = left;
      if (left === 0) ready.push(dependent);
    }
  }
  const stuck = [...waiting.keys()].filter((index) => (waiting[index] ?? 0) > 0);
  return { sequence, stuck, dependents };
}

function describeCycle(cycle: readonly number[], ranked: readonly Revision[]): readonly CycleStep[] {
  return cycle.map((index, step) => {
    const revision = ranked[index] as Revision;
    const next = ranked[cycle[(step + 1) % cycle.length] as number] as Revision;
    return { revision, by: revision.parents.includes(next.id) ? 'parent' : 'requires' };
  });
}

function eachOnce(ids: readonly RevisionId[]): Iterable<RevisionId> {
  return ids.length < 2 ? ids : new Set(ids);
}

function idsOf(revisions: readonly Revision[]): readonly RevisionId[] {
  return revisions.map(({ id }) => id);
}
