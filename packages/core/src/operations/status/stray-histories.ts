import type { HistoryTable } from '../../database/database.js';
import { EXTENSION_NAME, HISTORY_TABLE_PREFIX, historyTableName } from '../../extension.js';

const LONGEST_NAME = 63;

/** A history table of an extension that is not in the workspace. */
export interface StrayHistory {
  /** The name that the extension had. */
  readonly extension: string;
  readonly table: string;
  /** The database schema that the table is in; null where the database has none. */
  readonly schema: string | null;
}

/** What {@link findStrayHistories} compares. */
export interface StrayHistoriesOptions {
  /** All tables that are called like a history table. */
  readonly tables: readonly Pick<HistoryTable, 'table' | 'schema'>[];
  /** Names of the extensions of the workspace, former ones too. */
  readonly extensions: readonly string[];
  readonly defaultSchema: string | null;
}

/**
 * The histories that nobody in the workspace owns. A schema that has a history of core, and is not the one that the
 * connection works in, is another workspace's, and everything in it.
 */
export function findStrayHistories({
  tables,
  extensions,
  defaultSchema,
}: StrayHistoriesOptions): readonly StrayHistory[] {
  // As they are called, and as PostgreSQL calls them, which keeps 63 bytes of a name.
  const known = new Set(extensions.map(historyTableName).flatMap((name) => [name, name.slice(0, LONGEST_NAME)]));
  const foreign = new Set(
    tables
      .filter(({ table, schema }) => table === HISTORY_TABLE_PREFIX && schema !== defaultSchema)
      .map(({ schema }) => schema),
  );
  return tables.flatMap(({ table, schema }) => {
    const prefix = `${HISTORY_TABLE_PREFIX}_`;
    const extension = table.startsWith(prefix) ? table.slice(prefix.length).replaceAll('_', '-') : '';
    const isStray = EXTENSION_NAME.test(extension) && !known.has(table) && !foreign.has(schema);
    return isStray ? [{ extension, table, schema }] : [];
  });
}
