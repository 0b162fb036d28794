import { hash } from 'node:crypto';
import type { CatalogEntry, Database, Statement, Touch } from '../../../database/database.js';

/** More rows than these are counted only. */
const MAX_ROWS = 5_000;

/** What tells the rows of a table from others. */
export interface RowPrint {
  readonly count: number;
  /** What the digest is of. */
  readonly columns: readonly string[];
  /** Whatever the order of the rows; null where they are counted only. */
  readonly digest: string | null;
}

/**
 * The prints of tables, by name; tables without rows are left out.
 *
 * @param earlier what they are to be compared with: the columns of then count, as a new one changes no row
 */
export async function rowPrints(
  database: Database,
  tables: Iterable<string>,
  earlier: ReadonlyMap<string, RowPrint> = new Map(),
): Promise<ReadonlyMap<string, RowPrint>> {
  const prints = new Map<string, RowPrint>();
  for (const table of tables) {
    const [row] = await database.query<{ count: number | string | bigint }>(
      `SELECT count(*) AS count FROM ${database.quoteTable(table)}`,
    );
    const count = Number(row?.count ?? 0);
    if (count > 0)
      prints.set(table, await printOf(database, { table, count, wanted: earlier.get(table)?.columns ?? null }));
  }
  return prints;
}

/** Whether rows are the same, as far as they were looked at. */
export function sameRows(before: RowPrint | undefined, after: RowPrint | undefined): boolean {
  if (before?.count !== after?.count) return false;
  return before?.digest == null || after?.digest == null || before.digest === after.digest;
}

async function printOf(
  database: Database,
  {
    table,
    count,
    wanted,
  }: { readonly table: string; readonly count: number; readonly wanted: readonly string[] | null },
): Promise<RowPrint> {
  if (count > MAX_ROWS) return { count, columns: wanted ?? [], digest: null };
  const { rows, columns } = await database.readRows(table, 'text');
  const places = (wanted ?? columns).map((column) => columns.indexOf(column));
  const lines: string[] = [];
  for await (const row of rows) lines.push(hash('sha256', JSON.stringify(places.map((place) => row[place] ?? null))));
  const digest = places.includes(-1) ? null : hash('sha256', lines.sort().join());
  return { count, columns: wanted ?? columns, digest };
}

/** The same outside of a transaction. */
export async function printsWithin(
  database: Database,
  tables: Iterable<string>,
  earlier?: ReadonlyMap<string, RowPrint>,
): Promise<ReadonlyMap<string, RowPrint>> {
  const all = [...tables];
  if (all.length === 0) return new Map();
  try {
    await database.begin();
    return await rowPrints(database, all, earlier);
  } finally {
    await database.rollback();
  }
}

/** What statements call may write, too. */
const CALLS = /^(?:CALL|DO|EXECUTE|SELECT|VALUES|WITH)\b/i;

/** Whether a revision may write rows that its statements do not name: by what they call, or by triggers of what they write. */
export function mayWriteUnseen(
  statements: readonly Pick<Statement, 'sql'>[],
  { catalog, touches }: { readonly catalog: readonly CatalogEntry[]; readonly touches: readonly Touch[] },
): boolean {
  if (statements.some(({ sql }) => CALLS.test(sql))) return true;
  const hasTriggers = [...catalog, ...touches].some(({ kind }) => kind === 'trigger' || kind === 'rule');
  return hasTriggers && touches.some(({ action }) => action === 'written');
}
