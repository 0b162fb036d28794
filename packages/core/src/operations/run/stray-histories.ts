import type { HistoryTable } from '../../database/database.js';
import { CORE, EXTENSION_NAME, HISTORY_TABLE_PREFIX, historyTableName } from '../../extension.js';

/** A history table of an extension that is not in the workspace. */
export interface StrayHistory {
  /** The name that the extension had. */
  readonly extension: string;
  readonly table: string;
  /** The database schema that the table is in; null where the database has none. */
  readonly schema: string | null;
}

/** A table as it is there. */
export type FoundTable = Pick<HistoryTable, 'table' | 'schema'>;

/** What {@link findStrayHistories} looks through. */
export interface StrayHistoriesOptions {
  /** All tables that are called like a history table. */
  readonly tables: readonly FoundTable[];
  /** Whether it is the history of an extension of the workspace. */
  readonly isOwned: (table: FoundTable) => boolean;
  readonly defaultSchema: string | null;
}

const PREFIX = `${HISTORY_TABLE_PREFIX}_`;

/** What databases keep of a table's name; that of a history is ASCII. */
const LONGEST_NAME = 63;

/**
 * The histories that nobody in the workspace owns. A schema that has a history of core, and is not the one that the
 * connection works in, is another workspace's, as where each tenant has one, and so is everything in it.
 */
export function findStrayHistories({ tables, isOwned, defaultSchema }: StrayHistoriesOptions): readonly StrayHistory[] {
  const core = historyTableName(CORE);
  const foreign = new Set(
    tables.filter(({ table, schema }) => table === core && schema !== defaultSchema).map(({ schema }) => schema),
  );
  return tables.flatMap((found) => {
    const { table, schema } = found;
    // Names of extensions have dashes where those of their tables have underscores.
    const extension = table.startsWith(PREFIX) ? table.slice(PREFIX.length).replaceAll('_', '-') : '';
    const isStray = EXTENSION_NAME.test(extension) && !foreign.has(schema) && !isOwned(found);
    return isStray ? [{ extension, table, schema: schema ?? null }] : [];
  });
}

/** Whether a table that is there is called as the history of an extension, as far as databases keep that name. */
export function isCalledAfter(extension: string, { table }: FoundTable): boolean {
  const name = historyTableName(extension);
  return table === name || (table.length === LONGEST_NAME && name.startsWith(table));
}
