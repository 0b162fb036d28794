import { compareCodeUnits } from '../../../compare.js';
import type { CatalogEntry, Database } from '../../database.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { OBJECT_QUERIES } from './catalog-objects.js';
import { RELATION_QUERIES } from './catalog-relations.js';

interface CatalogRow {
  readonly kind: string;
  readonly name: string;
  readonly part: string | null;
  /** The relation that it is or hangs on, with its schema. */
  readonly relation?: string;
  readonly schema?: string;
}

/**
 * PostgreSQL leaves the schema away from a name wherever the search path makes it needless. With an empty path, every
 * definition reads the same in every session. It is set back within the message, an open transaction or not.
 */
const EMPTY_PATH = `SELECT set_config('orchestrate.search_path', current_setting('search_path'), true), set_config('search_path', '', true)`;
const OWN_PATH = `SELECT set_config('search_path', current_setting('orchestrate.search_path'), true)`;

/**
 * Every user object of all schemas, described by PostgreSQL's own functions, in one round trip. The order of columns makes no
 * difference, and neither do owners, rights, storage and rows, nor a schema that nothing is in: Prisma's engine creates
 * schemas and drops none, and history tables may live there. Names do.
 */
export async function readPostgresCatalog(
  connection: PostgresConnection,
  entityName: Database['entityName'],
): Promise<readonly CatalogEntry[]> {
  const results = await connection.queryAll([EMPTY_PATH, ...RELATION_QUERIES, ...OBJECT_QUERIES, OWN_PATH]);
  const objects = new Map<string, Omit<CatalogEntry, 'definition'> & { readonly parts: string[] }>();
  for (const { kind, name, part, relation, schema } of results.slice(1, -1).flat() as readonly CatalogRow[]) {
    const key = `${kind} ${name}`;
    const isOnTable = relation !== undefined && schema !== undefined && kind !== 'view';
    const table = isOnTable ? { table: entityName({ databaseName: relation, schema }) } : {};
    const object = objects.get(key) ?? { kind, name, ...table, parts: [] };
    if (part !== null && part !== '') object.parts.push(part);
    objects.set(key, object);
  }
  return [...objects.values()]
    .map(({ parts, ...object }) => ({ ...object, definition: parts.sort(compareCodeUnits).join('\n') }))
    .sort((a, b) => compareCodeUnits(a.kind, b.kind) || compareCodeUnits(a.name, b.name));
}
