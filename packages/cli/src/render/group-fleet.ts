import type { FleetEntry, FleetError } from '@prisma-orchestrate/core';

/** Databases for which a run ended in the same way. */
export interface EntryGroup {
  readonly outcome: FleetEntry['outcome'];
  readonly names: readonly string[];
  /** How many revisions each of them is about. */
  readonly revisions: number;
  /** Of the first of them. */
  readonly error: FleetError | null;
}

const ORDER: readonly FleetEntry['outcome'][] = [
  'failed',
  'interrupted',
  'not-started',
  'upgraded',
  'pending',
  'up-to-date',
];

/** Groups by outcome, what was applied, and the error, what needs someone first; the largest group of an outcome first. */
export function groupEntries(entries: readonly FleetEntry[]): readonly EntryGroup[] {
  const groups = new Map<string, FleetEntry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups.values()]
    .map((group) => ({
      outcome: group[0]?.outcome ?? 'not-started',
      names: group.map(({ name }) => name),
      revisions: group[0]?.revisions.length ?? 0,
      error: group[0]?.error ?? null,
    }))
    .sort(
      (left, right) =>
        ORDER.indexOf(left.outcome) - ORDER.indexOf(right.outcome) || right.names.length - left.names.length,
    );
}

/** Messages name the database, so that the same problem of two of them reads differently. */
function keyOf({ outcome, revisions, error }: FleetEntry): string {
  const { code = '', meta = {} } = error ?? {};
  const place = meta as { readonly revision?: unknown; readonly statement?: unknown };
  return JSON.stringify([
    outcome,
    error === null ? revisions : revisions.length,
    code,
    place.revision,
    place.statement,
  ]);
}
