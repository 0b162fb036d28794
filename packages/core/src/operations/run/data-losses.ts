import type { Database, Driver } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import type { RevisionId } from '../../revisions/revision.js';
import type { DataPart } from './follow-data.js';
import { DataFollower } from './follow-data.js';
import type { MigrationStep } from './migration-step.js';

/** Data that a plan takes away. */
export interface DataLoss {
  /** `rows` are deleted from a table that stays. */
  readonly kind: 'table' | 'column' | 'rows';
  /** As DatabaseEntity.name. */
  readonly table: string;
  /** Null unless it is a column. */
  readonly column: string | null;
  /** Rows that hold something: of a table all, of a column those with a value. */
  readonly rows: number;
  /** Whether there may be more than were counted (counting stops at a million). */
  readonly isAtLeast: boolean;
  /** Whether a condition chooses among the rows that were counted. */
  readonly isPartial: boolean;
  readonly revision: RevisionId;
  /** For people: `users.nickname: 17 values`. */
  readonly message: string;
}

/** What losses are found with. */
export interface FindLossesParts {
  readonly database: Database;
  readonly driver: Pick<Driver, 'nameKey' | 'quoteIdentifier'>;
}

/** A table, or one of its columns. */
export interface Counted {
  /** As DatabaseEntity.name. */
  readonly table: string;
  /** Counts the rows that have a value there; all rows where it is left out. */
  readonly column?: string | null;
}

/** How many rows there are. */
export type RowCount = Pick<DataLoss, 'rows' | 'isAtLeast'>;

/** Counting stops here: that it is much is known by then, and a large table may take minutes. */
const MOST = 1_000_000;

/** Databases limit the parts of one statement. */
const AT_ONCE = 100;

/**
 * What the steps would lose of what is in the database now, in their order; empty tables and columns lose nothing. Only
 * what the scripts say themselves is seen: see {@link Database.readDataChanges}.
 */
export async function findLosses(
  steps: readonly MigrationStep[],
  { database, driver }: FindLossesParts,
): Promise<readonly DataLoss[]> {
  if (steps.every(({ statements }) => statements.length === 0)) return [];
  const data = new DataFollower(await database.readColumns(), driver.nameKey);
  const parts: (DataPart & { readonly revision: RevisionId })[] = [];
  for (const { revision, statements } of steps) {
    for (const change of await database.readDataChanges(statements, data.tables)) {
      for (const part of data.follow(change)) parts.push({ ...part, revision: revision.id });
    }
  }
  const lost = eachOnce(parts);
  const counts = await countRows(lost, { database, driver });
  return lost
    .map((part, index) => ({ ...part, ...(counts[index] ?? UNKNOWN) }))
    .filter(({ rows, isAtLeast }) => rows > 0 || isAtLeast)
    .map((loss) => ({ ...loss, message: describeLoss(loss) }));
}

function describeLoss({ table, column, rows, isAtLeast, isPartial }: Omit<DataLoss, 'message'>): string {
  const what = column === null ? 'row' : 'value';
  const amount = `${isAtLeast ? 'at least ' : ''}${rows.toLocaleString('en-US')} ${what}${rows === 1 ? '' : 's'}`;
  const unknown = `${what}s that cannot be counted`;
  const name = column === null ? table : `${table}.${column}`;
  return `${name}: ${rows === 0 ? unknown : `${isPartial ? 'some of ' : ''}${amount}`}`;
}

/** Of a table that goes as a whole, nothing is said of its parts, nor that its rows go before. */
function eachOnce<Part extends DataPart>(parts: readonly Part[]): readonly Part[] {
  const isWhole = ({ kind, isPartial }: DataPart): boolean => kind === 'table' || (kind === 'rows' && !isPartial);
  const whole = new Map<string, Part>();
  for (const part of parts) {
    const known = whole.get(part.table);
    if (known === undefined ? isWhole(part) : known.kind === 'rows' && part.kind === 'table')
      whole.set(part.table, part);
  }
  const seen = new Set<string>();
  return parts.filter((part) => {
    const entire = whole.get(part.table);
    if (entire !== undefined) return entire === part;
    const key = JSON.stringify([part.table, part.column]);
    return seen.size < seen.add(key).size;
  });
}

/** What cannot be read may be there. */
const UNKNOWN: RowCount = { rows: 0, isAtLeast: true };

/** Rows of tables and columns that are there, in as few round trips as can be; a million at most of each. */
export async function countRows(
  counted: readonly Counted[],
  parts: Pick<FindLossesParts, 'database'> & { readonly driver: Pick<Driver, 'quoteIdentifier'> },
): Promise<readonly RowCount[]> {
  const counts: RowCount[] = [];
  for (let start = 0; start < counted.length; start += AT_ONCE) {
    counts.push(...(await countSome(counted.slice(start, start + AT_ONCE), parts)));
  }
  return counts;
}

async function countSome(
  counted: readonly Counted[],
  { database, driver }: Parameters<typeof countRows>[1],
): Promise<readonly RowCount[]> {
  const selects = counted.map(({ table, column = null }, index) => {
    const value = column === null ? '1' : driver.quoteIdentifier(column);
    const some = `SELECT ${value} AS "value" FROM ${database.quoteTable(table)} LIMIT ${MOST + 1}`;
    return `SELECT ${index} AS "at", count("value") AS "rows", count(*) AS "seen" FROM (${some}) AS "some"`;
  });
  try {
    const found = await database.query<Record<'at' | 'rows' | 'seen', unknown>>(selects.join('\nUNION ALL\n'));
    const byPlace = new Map(found.map((row) => [Number(row.at), row]));
    return counted.map((_, index) => {
      const row = byPlace.get(index);
      if (row === undefined) return UNKNOWN;
      return { rows: Math.min(Number(row.rows), MOST), isAtLeast: Number(row.seen) > MOST };
    });
  } catch (error) {
    // Whoever may drop a table need not be allowed to read it.
    if (error instanceof OrchestrateError) throw error;
    const [, second] = counted;
    if (second === undefined) return [UNKNOWN];
    const counts: RowCount[] = [];
    for (const one of counted) counts.push(...(await countSome([one], { database, driver })));
    return counts;
  }
}
