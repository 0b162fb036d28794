import fc from 'fast-check';
import { checksum } from './checksum.js';
import type { HistoryRow } from './history-row.js';
import { type Revision, type RevisionId, revisionId } from './revision.js';

/** A revision by its id; `parents` are names, `requires` are ids. */
export function revision(
  id: RevisionId,
  edges: {
    readonly parents?: readonly string[];
    readonly requires?: readonly RevisionId[];
    readonly parentage?: Revision['parentage'];
    readonly sql?: string;
  } = {},
): Revision {
  const slash = id.indexOf('/');
  const extension = id.slice(0, slash);
  const name = id.slice(slash + 1);
  const sql = edges.sql ?? `-- ${id}\n`;
  return {
    id,
    extension,
    name,
    parents: (edges.parents ?? []).map((parent) => revisionId(extension, parent)),
    parentage: edges.parentage ?? 'declared',
    requires: edges.requires ?? [],
    message: name,
    transactional: 'auto',
    adopts: [],
    replaces: [],
    checksum: checksum(sql),
    sql,
    directory: `/workspace/${extension}/${name}`,
  };
}

/** The row of an applied revision, changed as asked. */
export function row(id: RevisionId, changes: Partial<HistoryRow> = {}): HistoryRow {
  const { extension, name, checksum: recorded } = revision(id);
  return {
    id: `row of ${id}`,
    extension,
    name,
    checksum: recorded,
    startedAt: new Date('2026-01-01T00:00:00Z'),
    finishedAt: new Date('2026-01-01T00:00:01Z'),
    rolledBackAt: null,
    logs: null,
    appliedStepsCount: 1,
    ...changes,
  };
}

const EXTENSIONS = ['audit-log', 'billing', 'blog', 'core'] as const;

/**
 * Sound sets of revisions over several extensions, in no particular order: chains, forks, merges, several roots, names
 * with and without timestamps, requirements that agree with some order and not always with the timestamps.
 */
export const revisionSets: fc.Arbitrary<readonly Revision[]> = fc
  .array(
    fc.record({
      extension: fc.constantFrom(...EXTENSIONS),
      second: fc.nat({ max: 40 }),
      hasTimestamp: fc.boolean(),
      parents: fc.array(fc.nat({ max: 3 }), { maxLength: 2 }),
      requires: fc.array(fc.nat({ max: 60 }), { maxLength: 3 }),
    }),
    { maxLength: 30 },
  )
  .map((seeds) => {
    const made: Revision[] = [];
    for (const [index, seed] of seeds.entries()) {
      const stamp = `202601010000${String(seed.second).padStart(2, '0')}`;
      const name = seed.hasTimestamp ? `${stamp}_r${index}` : `r${index}`;
      const own = made.filter(({ extension }) => extension === seed.extension).reverse();
      const foreign = made.filter(({ extension }) => extension !== seed.extension);
      const pick = <Item>(items: readonly Item[], at: number): readonly Item[] => items.slice(at, at + 1);
      made.push(
        revision(`${seed.extension}/${name}`, {
          parents: seed.parents.flatMap((back) => pick(own, back).map((parent) => parent.name)),
          requires: seed.requires.flatMap((at) => pick(foreign, at).map(({ id }) => id)),
        }),
      );
    }
    return made;
  });

/** The same items in an order that the seed decides. */
export function shuffle<Item>(items: readonly Item[], seed: number): readonly Item[] {
  const shuffled = [...items];
  let state = (seed >>> 0) + 1;
  for (let index = shuffled.length - 1; index > 0; index -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (index + 1);
    [shuffled[index], shuffled[other]] = [shuffled[other] as Item, shuffled[index] as Item];
  }
  return shuffled;
}
