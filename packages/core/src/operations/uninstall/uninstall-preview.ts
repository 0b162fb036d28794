import type { RevisionId } from '../../revisions/revision.js';
import type { DataLoss, RowCount } from '../run/data-losses.js';
import type { DroppedObject } from './dropped-objects.js';

/** A table that goes, with all its rows. */
export interface DroppedTable extends RowCount {
  /** Bare in the default schema, `schema.name` elsewhere. */
  readonly table: string;
}

/** What an uninstall takes away. */
export interface UninstallPreview {
  readonly extension: string;
  /** Reverted in this order. */
  readonly revisions: readonly {
    readonly revision: RevisionId;
    /** Whether its down.sql is that of its directory, or the copy that the history keeps. */
    readonly script: 'directory' | 'history';
  }[];
  readonly tables: readonly DroppedTable[];
  /** What else the scripts drop, as they call it. */
  readonly objects: readonly DroppedObject[];
  /** Data that goes from tables that stay. */
  readonly losses: readonly DataLoss[];
  /** In SQL; null where it has no history in this database. */
  readonly historyTable: string | null;
  /** Tables of the extension that no script drops. */
  readonly remaining: readonly string[];
}

/**
 * One line about each thing that goes.
 *
 * @example
 * ```ts
 * await uninstall({
 *   cwd: process.cwd(),
 *   extension: 'blog',
 *   confirm: async (preview) => {
 *     for (const line of describeUninstall(preview)) console.log(line); // table Post: 1 row
 *     return true;
 *   },
 * });
 * ```
 */
export function describePreview(preview: UninstallPreview): readonly string[] {
  const { revisions, tables, objects, losses, historyTable } = preview;
  return [
    ...tables.map((table) => `table ${table.table}: ${describeRows(table)}`),
    ...objects.map(({ kind, name }) => `${kind} ${name}`),
    ...losses.map((loss) => {
      const values = loss.kind === 'rows' ? `rows of table ${loss.table}` : `column ${loss.table}.${loss.column}`;
      return `${values}: ${describeRows(loss)}${loss.isPartial ? ' at most' : ''}`;
    }),
    ...(historyTable === null
      ? []
      : [
          `history table ${historyTable}: ${revisions.length} applied ${revisions.length === 1 ? 'revision' : 'revisions'}`,
        ]),
  ];
}

function describeRows({ rows, isAtLeast }: RowCount): string {
  const number = rows.toLocaleString('en-US');
  return `${isAtLeast ? `${number} rows or more` : rows === 1 ? '1 row' : `${number} rows`}`;
}
