import { compareCodeUnits, sorted } from '../compare.js';
import { findCycles } from './find-cycles.js';
import type { CycleStep, GraphProblem } from './graph-problem.js';
import { numberHeap } from './number-heap.js';
import type { Revision, RevisionId } from './revision.js';
import { timestampOf } from './timestamp.js';

/** All revisions of all extensions with the edges `parent` and `requires`, and their total order. */
export interface RevisionGraph {
  readonly byId: ReadonlyMap<RevisionId, Revision>;
  /**
   * Every revision: after what it needs, ties by the timestamp in the name, then by extension, then by name. Revisions
   * that a cycle keeps from being ordered come last.
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
  const { sequence, stuck } = sortTopologically(prerequisites);
  for (const cycle of findCycles({ nodes: stuck, prerequisites })) {
    problems.push({ kind: 'cycle', path: describeCycle(cycle, ranked) });
  }

  const order = [...sequence, ...stuck].map((index) => ranked[index] as Revision);
  const positions = new Map(order.map(({ id }, index) => [id, index]));
  const before = new Map<RevisionId, RevisionId[]>();
  const dependents = new Map<RevisionId, RevisionId[]>();
  const children = new Map<RevisionId, RevisionId[]>();
  const ofExtension = new Map<string, Revision[]>();
  for (const revision of order) {
    append(ofExtension, revision.extension, revision);
    for (const index of prerequisites[ranks.get(revision.id) as number] ?? NONE) {
      const { id } = ranked[index] as Revision;
      append(before, revision.id, id);
      append(dependents, id, revision.id);
      if (revision.parents.includes(id)) append(children, id, revision.id);
    }
  }
  for (const ids of before.values())
    ids.sort((left, right) => positionIn(positions, left) - positionIn(positions, right));

  const revisionsOf = (extension: string): readonly Revision[] => ofExtension.get(extension) ?? NONE;
  return {
    byId,
    order,
    positions,
    extensions: sorted(ofExtension.keys()),
    revisionsOf,
    prerequisitesOf: (id) => before.get(id) ?? NONE,
    dependentsOf: (id) => dependents.get(id) ?? NONE,
    childrenOf: (id) => children.get(id) ?? NONE,
    headsOf: (extension) => idsWhere(revisionsOf(extension), ({ id }) => !children.has(id)),
    rootsOf: (extension) => idsWhere(revisionsOf(extension), ({ parents }) => parents.length === 0),
    problems,
  };
}

/** Sorted by the rule for ties, one revision per id. */
function rank(revisions: readonly Revision[], problems: GraphProblem[]): readonly Revision[] {
  const keyed = revisions.map((revision) => ({ revision, timestamp: timestampOf(revision.name) }));
  keyed.sort(
    (left, right) =>
      compareCodeUnits(left.timestamp, right.timestamp) ||
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

/** The ranks of what a revision needs, ascending; what does not exist becomes a problem. */
function resolveEdges({ revision, ranks, problems }: EdgeOptions): readonly number[] {
  const edges = new Set<number>();
  for (const parent of new Set(revision.parents)) {
    const index = ranks.get(parent);
    if (index === undefined) problems.push({ kind: 'missing-parent', revision, parent });
    else edges.add(index);
  }
  for (const requirement of new Set(revision.requires)) {
    const index = ranks.get(requirement);
    if (!REFERENCE.test(requirement)) problems.push({ kind: 'malformed-requirement', revision, requirement });
    else if (requirement.startsWith(`${revision.extension}/`)) {
      problems.push({ kind: 'own-requirement', revision, requirement });
    } else if (index === undefined) problems.push({ kind: 'missing-requirement', revision, requirement });
    else edges.add(index);
  }
  return [...edges].sort((left, right) => left - right);
}

/** Kahn's algorithm: of all that is ready, the least rank comes next. What is in or behind a cycle stays stuck. */
function sortTopologically(prerequisites: readonly (readonly number[])[]): {
  readonly sequence: readonly number[];
  readonly stuck: readonly number[];
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
  return { sequence, stuck };
}

function describeCycle(cycle: readonly number[], ranked: readonly Revision[]): readonly CycleStep[] {
  return cycle.map((index, step) => {
    const revision = ranked[index] as Revision;
    const next = ranked[cycle[(step + 1) % cycle.length] as number] as Revision;
    return { revision, by: revision.parents.includes(next.id) ? 'parent' : 'requires' };
  });
}

function idsWhere(revisions: readonly Revision[], holds: (revision: Revision) => boolean): readonly RevisionId[] {
  return revisions.filter(holds).map(({ id }) => id);
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function positionIn(positions: ReadonlyMap<RevisionId, number>, id: RevisionId): number {
  return positions.get(id) ?? 0;
}
