import { HISTORY_TABLE_PREFIX } from '../../../extension.js';

/** The schema that marks a shadow database which a URL names as one that we work in. */
export const SHADOW_MARKER_SCHEMA = '_orchestrate_shadow';

/** Schemas of the server's own, and ours. */
const SYSTEM_SCHEMAS = ['information_schema', 'crdb_internal', SHADOW_MARKER_SCHEMA];

/** Whether a schema, given as the alias of its `pg_namespace`, is one for the user's objects. */
export function isUserSchema(alias: string): string {
  const names = SYSTEM_SCHEMAS.map((name) => `'${name}'`).join(', ');
  return `left(${alias}.nspname, 3) <> 'pg_' AND ${alias}.nspname NOT IN (${names})`;
}

/** Whether an object does not belong to a Postgres extension, which brings it along wherever it is created. */
export function isNoMember(catalog: string, oid: string): string {
  return `NOT EXISTS (SELECT FROM pg_depend member WHERE member.classid = '${catalog}'::regclass AND member.objid = ${oid} AND member.deptype = 'e')`;
}

/** Whether a relation, given as the alias of its `pg_class`, is none in which applied revisions are recorded. */
export function isNoHistory(alias: string): string {
  // A view of that name is somebody's.
  return `(left(${alias}.relname, ${HISTORY_TABLE_PREFIX.length}) <> '${HISTORY_TABLE_PREFIX}' OR ${alias}.relkind IN ('v', 'm'))`;
}

/** The user's relations of some kinds, as `relation(oid, name, …)`; a kind is a letter of `pg_class.relkind`. */
export function userRelations(kinds: string): string {
  const list = [...kinds].map((kind) => `'${kind}'`).join(', ');
  return `(SELECT c.*, n.nspname, format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN (${list}) AND ${isUserSchema('n')} AND ${isNoHistory('c')} AND ${isNoMember('pg_class', 'c.oid')}) relation`;
}
