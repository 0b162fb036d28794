import type { RowForm, TableRows } from '../database.js';
import type { PostgresConnection } from './connection/postgres-connection.js';
import { RAW_TYPES } from './connection/result-types.js';
import type { SchemaName } from './entity-name.js';
import { quoteIdentifier, quoteStored } from './quote.js';

/**
 * Text that means the same everywhere, and no rows left out without a word because a policy hides them. It goes with the
 * savepoint, as the scripts of revisions are to find the session as ever.
 */
const SETTINGS = [
  'SAVEPOINT orchestrate_rows',
  `SET LOCAL DateStyle = 'ISO, YMD'`,
  `SET LOCAL TimeZone = 'UTC'`,
  `SET LOCAL IntervalStyle = 'postgres'`,
  `SET LOCAL bytea_output = 'hex'`,
  'SET LOCAL extra_float_digits = 1',
  'SET LOCAL row_security = off',
];
const SETTINGS_BACK = ['ROLLBACK TO SAVEPOINT orchestrate_rows', 'RELEASE SAVEPOINT orchestrate_rows'];

/** How much text is fetched at once, as far as the rows before let it be known. */
const FETCH_CHARACTERS = 4_000_000;
const FIRST_ROWS = 100;
const MOST_ROWS = 5000;

interface Column {
  readonly name: string;
  readonly type: string;
  /** Whether the table only stands for its partitions. */
  readonly isPartitioned: boolean;
}

/** The rows of a table, through a cursor. */
export async function readPostgresRows(
  connection: PostgresConnection,
  table: SchemaName,
  form: RowForm,
): Promise<TableRows> {
  const columns = await connection.query<Column>(
    `SELECT a.attname::text AS name, format_type(a.atttypid, NULL) AS type, c.relkind = 'p' AS "isPartitioned"
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
WHERE n.nspname = ? AND c.relname = ? ORDER BY a.attnum`,
    [table.schema, table.name],
  );
  const quoted = quoteStored(table);
  const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const expressions = columns.map((column) => (form === 'literals' ? literalOf(column) : textOf(column)));
  const from = columns[0]?.isPartitioned === true ? quoted : `ONLY ${quoted}`;
  return {
    columns: columns.map(({ name }) => name),
    insert: `INSERT INTO ${quoted} (${names}) OVERRIDING SYSTEM VALUE VALUES`,
    rows: fetchRows(connection, `SELECT ${expressions.join(', ')} FROM ${from}`),
  };
}

async function* fetchRows(connection: PostgresConnection, select: string): AsyncIterable<readonly (string | null)[]> {
  await connection.script([...SETTINGS, `DECLARE orchestrate_rows NO SCROLL CURSOR FOR ${select}`]);
  try {
    for (let count = FIRST_ROWS; ; ) {
      const fetched = await connection.queryRaw(`FETCH ${count} FROM orchestrate_rows`, [], RAW_TYPES);
      const rows = fetched.rows as readonly (readonly (string | null)[])[];
      yield* rows;
      if (rows.length < count) return;
      const characters = rows.flat().reduce((sum, value) => sum + (value?.length ?? 0), 1);
      count = Math.min(Math.max(Math.floor((FETCH_CHARACTERS / characters) * rows.length), 1), MOST_ROWS);
    }
  } finally {
    // A connection that is gone has taken its settings along.
    if (!connection.isLost) await connection.script(SETTINGS_BACK);
  }
}

// As a literal without a type, which takes that of its column.
function literalOf({ name }: Column): string {
  const column = quoteIdentifier(name);
  return `CASE WHEN ${column}::text IS NULL THEN 'NULL' ELSE quote_literal(${column}::text) END`;
}

// JSON has times in ISO 8601; `infinity` and years before Christ are written as PostgreSQL does.
function textOf({ name, type }: Column): string {
  const column = quoteIdentifier(name);
  return /^(?:date$|timestamp)/.test(type) && !type.endsWith('[]') ? `to_json(${column}) #>> '{}'` : `${column}::text`;
}
