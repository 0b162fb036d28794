import { runSql } from '../../packages/core/src/database/postgres/server.test-support.js';

/** The system's tables that say what a database consists of: those whose rows have a number, and the others. */
const NUMBERED = [
  ...['pg_attrdef', 'pg_cast', 'pg_class', 'pg_collation', 'pg_constraint', 'pg_default_acl', 'pg_event_trigger'],
  ...['pg_extension', 'pg_namespace', 'pg_operator', 'pg_policy', 'pg_proc', 'pg_rewrite', 'pg_statistic_ext'],
  ...['pg_trigger', 'pg_type'],
];
const OTHERS = [
  'pg_depend',
  'pg_description',
  'pg_enum',
  'pg_index',
  'pg_inherits',
  'pg_partitioned_table',
  'pg_sequence',
];

/** Below it are the system's own objects; the schema `public` is one of them. */
const FIRST_OWN = 16384;

/** What the server notes down by the way and does not take back. */
const VOLATILE = [
  'relhasindex',
  'relpages',
  'reltuples',
  'relallvisible',
  'relallfrozen',
  'relfrozenxid',
  'relminmxid',
];

/**
 * Everything that a database holds, line by line and to the last bit: the system's own tables, with the number of every
 * object, and every row of every other table with its place and the transaction that wrote it.
 */
export async function dumpPostgres(url: string): Promise<readonly string[]> {
  const volatile = VOLATILE.map((column) => ` - '${column}'`).join('');
  const linesOf = (table: string, filter: string): string =>
    `SELECT '${table} ' || (to_jsonb(t)${volatile})::text AS line FROM pg_catalog.${table} t WHERE ${filter}`;
  const catalogs = [
    ...NUMBERED.map((table) => linesOf(table, `oid >= ${FIRST_OWN} OR oid = 'public'::regnamespace`)),
    ...OTHERS.map((table) => linesOf(table, 'true')),
    linesOf('pg_attribute', `attrelid >= ${FIRST_OWN}`),
  ];
  const lines = await runSql<{ line: string }>(url, catalogs.join('\nUNION ALL\n'));
  const tables = await runSql<{ name: string }>(
    url,
    `SELECT oid::regclass::text AS name FROM pg_class WHERE oid >= ${FIRST_OWN} AND relkind = 'r' AND relnamespace <> 'pg_toast'::regnamespace`,
  );
  const rows = tables.map(({ name }) => {
    const label = name.replaceAll("'", "''");
    return `SELECT concat_ws(' ', '${label}', t.ctid, t.xmin, t::text) AS line FROM ${name} t`;
  });
  const contents = rows.length === 0 ? [] : await runSql<{ line: string }>(url, rows.join('\nUNION ALL\n'));
  return [...lines, ...contents].map(({ line }) => line).sort();
}

/** What one dump has and another has not, and the other way round; empty for the same. */
export function differenceOf(before: readonly string[], after: readonly string[]): readonly string[] {
  const [earlier, later] = [new Set(before), new Set(after)];
  return [
    ...before.filter((line) => !later.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !earlier.has(line)).map((line) => `+ ${line}`),
  ];
}
