import { isNoMember, isUserSchema, SHADOW_MARKER_SCHEMA } from '../catalog/user-objects.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { quoteIdentifier } from '../quote.js';

/** How many objects go in one transaction; each takes a lock for which the server has a place. */
const BATCH = 100;

/** Something that can be dropped, as PostgreSQL identifies it. */
interface DatabaseObject {
  readonly type: string;
  readonly identity: string;
}

/** What PostgreSQL calls an object, where DROP calls it otherwise. */
const DROP_WORDS: Readonly<Record<string, string>> = {
  'composite type': 'TYPE',
  'foreign-data wrapper': 'FOREIGN DATA WRAPPER',
  'statistics object': 'STATISTICS',
};

/** An object that PostgreSQL's own initdb did not make. */
const FIRST_USER_OID = 16_384;

// What belongs to a Postgres extension, or to another object, goes with it and not without.
const GLOBAL_OBJECTS = `
  SELECT i.type, i.identity FROM (
    SELECT 'pg_event_trigger'::regclass AS class, oid FROM pg_event_trigger
    UNION ALL SELECT 'pg_publication'::regclass, oid FROM pg_publication
    UNION ALL SELECT 'pg_cast'::regclass, oid FROM pg_cast WHERE oid >= ${FIRST_USER_OID}
    UNION ALL SELECT 'pg_foreign_server'::regclass, oid FROM pg_foreign_server
    UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid FROM pg_foreign_data_wrapper
    UNION ALL SELECT 'pg_extension'::regclass, oid FROM pg_extension
    UNION ALL SELECT 'pg_namespace'::regclass, oid FROM pg_namespace n WHERE ${isUserSchema('n')}
    UNION ALL SELECT 'pg_language'::regclass, oid FROM pg_language WHERE oid >= ${FIRST_USER_OID}
    UNION ALL SELECT 'pg_am'::regclass, oid FROM pg_am WHERE oid >= ${FIRST_USER_OID}
  ) o, pg_identify_object(o.class, o.oid, 0) i
  WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = o.class AND d.objid = o.oid AND d.deptype IN ('e', 'i'))`;

const TABLES = `
  SELECT 'table' AS type, format('%I.%I', nspname, relname) AS identity
  FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
  WHERE relkind IN ('r', 'p') AND ${isUserSchema('n')} AND ${isNoMember('pg_class', 'c.oid')}`;

const OBJECTS_IN_SCHEMAS = `
  SELECT DISTINCT i.type, i.identity
  FROM pg_depend d JOIN pg_namespace n ON n.oid = d.refobjid, pg_identify_object(d.classid, d.objid, 0) i
  WHERE d.refclassid = 'pg_namespace'::regclass AND d.deptype = 'n' AND ${isUserSchema('n')}
    AND i.type IN ('view', 'materialized view', 'foreign table', 'sequence', 'type', 'composite type', 'domain',
      'function', 'procedure', 'aggregate', 'operator', 'operator class', 'operator family', 'collation', 'conversion',
      'text search configuration', 'text search dictionary', 'text search parser', 'text search template',
      'statistics object')
    AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype IN ('e', 'i'))`;

/**
 * What stays in a database of which everything else goes: Postgres extensions and the like, which our role might not be
 * able to create again, the schemas that these are in, `public` and the default schema.
 */
export async function readKept(connection: PostgresConnection, defaultSchema: string): Promise<readonly string[]> {
  const schemas = await connection.query<{ readonly identity: string }>(
    `SELECT quote_ident(nspname) AS identity FROM pg_namespace n
     WHERE nspname IN ('public', ?) OR EXISTS (SELECT FROM pg_extension WHERE extnamespace = n.oid)`,
    [defaultSchema],
  );
  const keptSchemas = new Set(schemas.map(({ identity }) => identity));
  const objects = await connection.query<DatabaseObject>(GLOBAL_OBJECTS);
  return objects.filter(({ type, identity }) => type !== 'schema' || keptSchemas.has(identity)).map(keyOf);
}

/**
 * Drops everything in a database but what is to be kept, and the marker. What is kept is known by the texts of
 * {@link readKept}.
 */
export async function clearDatabase(connection: PostgresConnection, kept: readonly string[]): Promise<void> {
  const stays = new Set(kept);
  const all = await connection.query<DatabaseObject>(GLOBAL_OBJECTS);
  const surplus = all.filter((object) => !stays.has(keyOf(object)));
  const isFirst = ({ type }: DatabaseObject): boolean => type === 'event trigger';
  // An event trigger might refuse what comes after it; tables go in batches, which a schema with all of them could not.
  await drop(connection, surplus.filter(isFirst));
  await drop(connection, await connection.query<DatabaseObject>(TABLES));
  await drop(
    connection,
    surplus.filter((object) => !isFirst(object)),
  );
  await drop(connection, await connection.query<DatabaseObject>(OBJECTS_IN_SCHEMAS));
  await connection.query('SELECT lo_unlink(oid) FROM pg_largeobject_metadata');
}

/** Drops the marker: the database is ours no longer. */
export async function dropMarker(connection: PostgresConnection): Promise<void> {
  await connection.query(`DROP SCHEMA IF EXISTS ${quoteIdentifier(SHADOW_MARKER_SCHEMA)} CASCADE`);
}

async function drop(connection: PostgresConnection, objects: readonly DatabaseObject[]): Promise<void> {
  for (let at = 0; at < objects.length; at += BATCH) {
    await connection.script(objects.slice(at, at + BATCH).map(dropStatement));
  }
}

// One may have gone with another.
function dropStatement({ type, identity }: DatabaseObject): string {
  return `DROP ${DROP_WORDS[type] ?? type.toUpperCase()} IF EXISTS ${identity} CASCADE`;
}

function keyOf({ type, identity }: DatabaseObject): string {
  return `${type} ${identity}`;
}
