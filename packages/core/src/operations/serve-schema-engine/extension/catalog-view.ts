import type { ResultTable } from '../../../database/engine-connection.js';
import { HISTORY_TABLE_PREFIX } from '../../../extension.js';

/** Something that a catalog names. */
export interface CatalogName {
  /** Null where the database has no schemas, or the catalog does not say. */
  readonly schema: string | null;
  readonly name: string;
}

/** What a catalog names: `other` is a function, a sequence, a type. */
export type CatalogKind = 'table' | 'view' | 'enum' | 'other';

/** Whether Prisma's engine is to see something; what the filters of a request keep from it may well be shown. */
export type CatalogView = (kind: CatalogKind, name: CatalogName) => boolean;

/** The catalogs that Prisma's engine reads. */
const CATALOGS =
  /\b(?:pg_class|pg_namespace|pg_type|pg_proc|pg_index|pg_constraint|pg_views|sqlite_master|information_schema)\b/;

/** How the engine looks whether there is anything at all, before it makes its history table. */
const LISTING =
  /^SELECT (?:name AS table_name FROM sqlite_master WHERE type='table'|tbl\.relname AS table_name,\s*namespace\.nspname AS table_namespace\s)/;

/** How it asks for the foreign keys of one table. */
const FOREIGN_KEYS = /^PRAGMA foreign_key_list\b/;

/** Whether a statement only asks which tables there are. */
export function listsTables(sql: string): boolean {
  return LISTING.test(sql.trim());
}

/**
 * A result as the engine is to see it: without histories, its own included, for which it asks otherwise, and without
 * what the view does not show.
 */
export function viewCatalog(sql: string, table: ResultTable, shows: CatalogView): ResultTable {
  const places = placesIn(sql, table);
  if (places === null) return table;
  const rows = table.rows.filter((row) => {
    const textAt = (at: number): string | null => (at < 0 || row[at] === null ? null : String(row[at]));
    const found = { schema: textAt(places.schema), name: textAt(places.name) ?? '' };
    const kind = places.kind === 'said' ? kindOf(textAt(places.type)) : places.kind;
    if (kind === 'table' && found.name.startsWith(HISTORY_TABLE_PREFIX)) return false;
    if (places.name >= 0 && !shows(kind, found)) return false;
    const target = textAt(places.target);
    return target === null || shows('table', { schema: textAt(places.targetSchema), name: target });
  });
  return { columns: table.columns, rows };
}

/** Where a result says what; -1 for nowhere. */
interface Places {
  /** `said`: the column `type` says it. */
  readonly kind: CatalogKind | 'said';
  readonly name: number;
  readonly schema: number;
  readonly type: number;
  /** What a foreign key refers to. */
  readonly target: number;
  readonly targetSchema: number;
}

function placesIn(sql: string, { columns }: ResultTable): Places | null {
  const at = (name: string): number => columns.findIndex((column) => column.name === name);
  const nowhere = { name: -1, schema: -1, type: -1, target: -1, targetSchema: -1 };
  if (FOREIGN_KEYS.test(sql.trim())) return { ...nowhere, kind: 'other', target: at('table') };
  if (!CATALOGS.test(sql)) return null;
  const schema = Math.max(at('namespace'), at('table_namespace'));
  if (at('table_name') >= 0) {
    const [target, targetSchema] = [at('parent_table'), at('referenced_schema_name')];
    return { ...nowhere, kind: 'table', name: at('table_name'), schema, target, targetSchema };
  }
  if (at('view_name') >= 0) return { ...nowhere, kind: 'view', name: at('view_name'), schema };
  if (at('sequence_name') >= 0) return { ...nowhere, kind: 'other', name: at('sequence_name'), schema };
  if (at('name') < 0) return null;
  if (at('type') >= 0) return { ...nowhere, kind: 'said', name: at('name'), type: at('type') };
  if (schema < 0) return null;
  return { ...nowhere, kind: at('value') >= 0 ? 'enum' : 'other', name: at('name'), schema };
}

function kindOf(type: string | null): CatalogKind {
  return type === 'table' || type === 'view' ? type : 'other';
}
