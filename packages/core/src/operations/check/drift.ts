import type { CatalogDifference } from '../../database/catalog-differences.js';
import type { CatalogEntry } from '../../database/database.js';
import { differsInOrder } from '../../database/differs-in-order.js';
import type { Finding, Severity } from '../../findings.js';
import { groupBy } from '../../group-by.js';
import { describeDifferences } from '../run/describe-difference.js';
import type { ReplayedEntity } from '../run/replay.js';
import { NOBODY } from '../run/replay.js';

/** Something in a database that no revision has made. */
export interface UnownedObject {
  /** `table`, `view`, `function`, and what else the database has. */
  readonly kind: string;
  readonly name: string;
}

/** What {@link findDrift} judges. */
export interface FindDriftOptions {
  /** Between what the applied revisions make, on the left, and the database. */
  readonly differences: readonly CatalogDifference[];
  /** What the revisions have made, by name. */
  readonly creators: ReadonlyMap<string, ReplayedEntity>;
  /** What was there before the first of them. */
  readonly initial: readonly CatalogEntry[];
  /** Only what this extension has made. */
  readonly extension: string | undefined;
  /** Whether what nobody owns counts. */
  readonly strict: boolean;
}

/** Where a database is otherwise than its revisions make it, and what is there besides. */
export interface Drift {
  readonly findings: readonly Finding[];
  readonly unowned: readonly UnownedObject[];
}

const WORDS = { onlyLeft: 'is missing', onlyRight: 'is there besides' };

/** Judges differences, those of one table together. */
export function findDrift({ differences, creators, initial, extension, strict }: FindDriftOptions): Drift {
  const initially = new Set(initial.map(({ kind, name, definition }) => JSON.stringify([kind, name, definition])));
  const isUnowned = ({ table, kind, name, left }: CatalogDifference): boolean => {
    if (left !== null) return initially.has(JSON.stringify([kind, name, left]));
    return table === undefined || (creators.get(table)?.creator ?? NOBODY) === NOBODY;
  };
  const ownerOf = ({ table }: CatalogDifference): string | null =>
    table === undefined ? null : creators.get(table)?.creator || null;

  const findings: Finding[] = [];
  const unowned: UnownedObject[] = [];
  for (const group of groupBy(differences, groupOf).values()) {
    const [first] = group;
    if (first === undefined) continue;
    const owned = group.filter((difference) => !isUnowned(difference));
    const owner = ownerOf(first);
    if (extension !== undefined && owner !== extension) continue;
    if (owned.length > 0) findings.push(driftFinding(owned, { owner, table: first.table }));
    else {
      const { kind, name } = group.find(({ kind: each }) => each === 'table') ?? first;
      unowned.push({ kind, name });
      if (strict) findings.push(unownedFinding({ kind, name }));
    }
  }
  return { findings, unowned };
}

function groupOf({ table, kind, name }: CatalogDifference): string {
  return table === undefined ? JSON.stringify([kind, name]) : JSON.stringify([table]);
}

function driftFinding(
  differences: readonly CatalogDifference[],
  { owner, table }: { readonly owner: string | null; readonly table: string | undefined },
): Finding {
  const what = table === undefined ? 'The database' : `The table ${table} of the database`;
  const revision =
    owner === null ? 'a revision' : `a revision (\`orchestrate revision --extension ${owner} -m "…" --auto\`)`;
  // Databases that came by merged branches in another order have that, and Prisma does not see it.
  const severity: Severity = differences.every(differsInOrder) ? 'warning' : 'error';
  return {
    code: 'CHECK.DRIFT',
    severity,
    message: `${what} is not what the applied revisions make:\n${describeDifferences(differences, WORDS)}`,
    extension: owner,
    where: null,
    fix: `Take the change back in the database; or, where it is wanted, make it in the fragment too, make ${revision}, and record that revision in this database with \`orchestrate stamp\`.`,
    related: [],
  };
}

function unownedFinding({ kind, name }: UnownedObject): Finding {
  return {
    code: 'CHECK.UNOWNED',
    severity: 'error',
    message: `No revision has made the ${kind} ${name} that is in the database`,
    extension: null,
    where: null,
    fix: 'Make it in a revision of the extension that needs it, drop it, or check without --strict.',
    related: [],
  };
}
