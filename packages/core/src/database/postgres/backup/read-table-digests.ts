import { messageOf } from '../../../errors.js';
import { isNoMember, isUserSchema } from '../catalog/user-objects.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { sqlState } from '../connection/postgres-errors.js';
import type { SchemaName } from '../entity-name.js';
import { quoteIdentifier, quoteStored } from '../quote.js';
import { mayNotRead } from './backup-errors.js';

/** The rows of a table in numbers. */
export interface StoredDigest {
  readonly table: SchemaName;
  readonly rows: number;
  readonly checksum: string | null;
}

/** What {@link readTableDigests} takes. */
export interface ReadDigestsOptions {
  /** Of the database, for people. */
  readonly display: string;
  readonly role: string;
  /** Whether all values are read, or rows are only counted. */
  readonly checksums: boolean;
  /** In tables. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Column {
  readonly name: string;
  readonly isBytes: boolean;
}

interface Table extends SchemaName {
  readonly isPartitioned: boolean;
  readonly columns: readonly Column[];
}

/** Columns by name, as their order may be another one after a restore. What is foreign is not in a dump. */
const TABLES = `SELECT n.nspname::text AS schema, c.relname::text AS name, c.relkind = 'p' AS "isPartitioned",
  COALESCE((SELECT json_agg(json_build_object('name', a.attname, 'isBytes', a.atttypid = 'pg_catalog.bytea'::regtype) ORDER BY a.attname::text COLLATE "C")
    FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]') AS columns
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
  AND ${isUserSchema('n')} AND ${isNoMember('pg_class', 'c.oid')}
  AND NOT EXISTS (SELECT FROM pg_partition_tree(c.oid) leaf JOIN pg_class f ON f.oid = leaf.relid WHERE f.relkind = 'f')
ORDER BY n.nspname::text COLLATE "C", c.relname::text COLLATE "C"`;

/** Values as text that is the same wherever they are, and all rows or an error. */
const SETTINGS = [
  `SET LOCAL DateStyle = 'ISO, YMD'`,
  `SET LOCAL TimeZone = 'UTC'`,
  `SET LOCAL IntervalStyle = 'postgres'`,
  `SET LOCAL bytea_output = 'hex'`,
  `SET LOCAL lc_monetary = 'C'`,
  'SET LOCAL extra_float_digits = 1',
  `SET LOCAL search_path = ''`,
  'SET LOCAL row_security = off',
  'SET LOCAL statement_timeout = 0',
];

const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * The rows of every table in numbers, history tables included, counted and summed up where they are, without sorting. A
 * partitioned table counts as one: its rows may lie elsewhere after a restore.
 *
 * @throws OrchestrateError `BACKUP.NO_PRIVILEGE`
 */
export async function readTableDigests(
  connection: PostgresConnection,
  options: ReadDigestsOptions,
): Promise<readonly StoredDigest[]> {
  // In the transaction that is there, which then goes on with its own settings; otherwise in one of our own.
  const [begin, end] =
    connection.transaction === 'none'
      ? [['BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'], ['ROLLBACK']]
      : [
          ['SAVEPOINT orchestrate_digests'],
          ['ROLLBACK TO SAVEPOINT orchestrate_digests', 'RELEASE SAVEPOINT orchestrate_digests'],
        ];
  await connection.script([...begin, ...SETTINGS]);
  try {
    return await readEach(connection, options);
  } catch (error) {
    if (sqlState(error) !== INSUFFICIENT_PRIVILEGE) throw error;
    const { display, role } = options;
    throw mayNotRead({ display, role, said: messageOf(error), cause: error });
  } finally {
    if (!connection.isLost) await connection.script(end);
  }
}

async function readEach(
  connection: PostgresConnection,
  { checksums, onProgress, signal }: ReadDigestsOptions,
): Promise<readonly StoredDigest[]> {
  const tables = await connection.query<Table>(TABLES);
  const digests: StoredDigest[] = [];
  for (const table of tables) {
    signal?.throwIfAborted();
    onProgress?.(digests.length, tables.length);
    digests.push(await readDigest(connection, table, checksums));
  }
  onProgress?.(tables.length, tables.length);
  return digests;
}

interface DigestRow {
  readonly rows: string;
  readonly low: string | null;
  readonly high: string | null;
}

async function readDigest(connection: PostgresConnection, table: Table, checksums: boolean): Promise<StoredDigest> {
  const { schema, name } = table;
  const [row] = await connection.query<DigestRow>(checksums ? digestOf(table) : countOf(table));
  const { rows = '0', low = null, high = null } = row ?? {};
  const checksum = low === null || high === null ? null : hex(high) + hex(low);
  return {
    table: { schema, name },
    rows: Number(rows),
    checksum: checksums ? (checksum ?? hex('0') + hex('0')) : null,
  };
}

function countOf(table: Table): string {
  return `SELECT count(*)::text AS rows FROM ${rowsOf(table)}`;
}

// Two sums of 64-bit hashes of each row's text: the same in any order, and a row that is there twice counts twice. What
// these hashes are never changes, as hash partitions rely on it. OFFSET 0 keeps the text from being made twice.
function digestOf(table: Table): string {
  const values = table.columns.map(hashedValue).join(', ');
  return `SELECT count(*)::text AS rows, sum(hashtextextended(text, 0))::text AS low, sum(hashtextextended(text, 1))::text AS high
FROM (SELECT ROW(${values})::text COLLATE "C" AS text FROM ${rowsOf(table)} OFFSET 0) AS texts`;
}

// As text, bytes would take twice their room.
function hashedValue({ name, isBytes }: Column): string {
  return isBytes ? `sha256(${quoteIdentifier(name)})` : quoteIdentifier(name);
}

// The rows of a table that others inherit from, without theirs.
function rowsOf(table: Table): string {
  return table.isPartitioned ? quoteStored(table) : `ONLY ${quoteStored(table)}`;
}

function hex(sum: string): string {
  return BigInt.asUintN(64, BigInt(sum)).toString(16).padStart(16, '0');
}
