import type { Node, RangeVar } from 'libpg-query';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { quoteIdentifier, quoteLiteral } from '../quote.js';
import { parseSql } from './parse-sql.js';

type Outcome = 'landed' | 'not-landed';

/**
 * Whether a statement that no transaction can hold has landed before its run was interrupted. An index that it left
 * invalid is dropped, a partition that it half detached is detached, so that it can run again. What does no harm when it
 * runs twice counts as not landed.
 */
export async function settleStatement(connection: PostgresConnection, sql: string): Promise<Outcome> {
  const [node] = (await parseSql(sql, ({ node: read }) => read)) ?? [];
  if (node === undefined || node === null) return 'not-landed';
  if ('IndexStmt' in node) return settleCreateIndex(connection, node.IndexStmt);
  if ('ReindexStmt' in node) return settleReindex(connection, node.ReindexStmt.relation);
  if ('AlterTableStmt' in node) return settleDetach(connection, node.AlterTableStmt);
  const question = whetherLanded(node);
  if (question === null) return 'not-landed';
  const [row] = await connection.query<{ readonly landed: boolean }>(`SELECT ${question} AS landed`);
  return row?.landed === true ? 'landed' : 'not-landed';
}

type StatementOf<Kind extends string> = Extract<Node, Record<Kind, unknown>>[Kind &
  keyof Extract<Node, Record<Kind, unknown>>];

/** A condition in SQL that holds where a statement has landed; null where that cannot or need not be known. */
function whetherLanded(node: Node): string | null {
  const isIn = (catalog: string, column: string, name: string | undefined): string =>
    `EXISTS (SELECT FROM pg_catalog.${catalog} WHERE ${column} = ${quoteLiteral(name ?? '')})`;
  if ('DropStmt' in node) {
    const names = (node.DropStmt.objects ?? []).map((object) => quoteLiteral(qualified(stringsOf(object))));
    return names.map((name) => `pg_catalog.to_regclass(${name}) IS NULL`).join(' AND ') || null;
  }
  if ('AlterEnumStmt' in node) {
    const { typeName = [], newVal = '' } = node.AlterEnumStmt;
    const type = quoteLiteral(qualified(typeName.flatMap(stringsOf)));
    return `EXISTS (SELECT FROM pg_catalog.pg_enum WHERE enumtypid = pg_catalog.to_regtype(${type}) AND enumlabel = ${quoteLiteral(newVal)})`;
  }
  if ('CreatedbStmt' in node) return isIn('pg_database', 'datname', node.CreatedbStmt.dbname);
  if ('DropdbStmt' in node) return `NOT ${isIn('pg_database', 'datname', node.DropdbStmt.dbname)}`;
  if ('CreateTableSpaceStmt' in node) {
    return isIn('pg_tablespace', 'spcname', node.CreateTableSpaceStmt.tablespacename);
  }
  if ('DropTableSpaceStmt' in node) {
    return `NOT ${isIn('pg_tablespace', 'spcname', node.DropTableSpaceStmt.tablespacename)}`;
  }
  if ('CreateSubscriptionStmt' in node) return isIn('pg_subscription', 'subname', node.CreateSubscriptionStmt.subname);
  if ('DropSubscriptionStmt' in node)
    return `NOT ${isIn('pg_subscription', 'subname', node.DropSubscriptionStmt.subname)}`;
  if ('TransactionStmt' in node) return `NOT ${isIn('pg_prepared_xacts', 'gid', node.TransactionStmt.gid)}`;
  return null;
}

interface IndexState {
  readonly index: string;
  readonly name: string;
  readonly isValid: boolean;
}

async function settleCreateIndex(
  connection: PostgresConnection,
  { idxname, relation, indexParams = [] }: StatementOf<'IndexStmt'>,
): Promise<Outcome> {
  const indexes = await readIndexes(connection, nameOf(relation));
  const own =
    idxname === undefined
      ? indexes.filter(({ name }) => isDefaultName(name, relation?.relname ?? '', indexParams))
      : indexes.filter(({ name }) => name === idxname);
  await dropIndexes(
    connection,
    own.filter(({ isValid }) => !isValid),
  );
  // One without a name may have been there before.
  return idxname !== undefined && own.some(({ isValid }) => isValid) ? 'landed' : 'not-landed';
}

/** Whether PostgreSQL itself would choose such a name: `post_title_idx`, `post_title_idx1`. */
function isDefaultName(name: string, table: string, parameters: readonly Node[]): boolean {
  const columns = parameters.map((node) => ('IndexElem' in node ? (node.IndexElem.name ?? 'expr') : ''));
  const start = `${table}_${columns.join('_')}_`;
  return name.startsWith(start) && /^(?:idx|key)\d*$/.test(name.slice(start.length));
}

async function settleReindex(connection: PostgresConnection, relation: RangeVar | undefined): Promise<Outcome> {
  const indexes = await readIndexes(connection, relation === undefined ? null : nameOf(relation));
  await dropIndexes(
    connection,
    indexes.filter(({ name, isValid }) => !isValid && /_cc(?:new|old)\d*$/.test(name)),
  );
  return 'not-landed';
}

async function settleDetach(
  connection: PostgresConnection,
  { relation, cmds = [] }: StatementOf<'AlterTableStmt'>,
): Promise<Outcome> {
  const [command] = cmds;
  const definition = command !== undefined && 'AlterTableCmd' in command ? command.AlterTableCmd.def : undefined;
  if (definition === undefined || !('PartitionCmd' in definition)) return 'not-landed';
  const [parent, child] = [nameOf(relation), nameOf(definition.PartitionCmd.name)];
  const [row] = await connection.query<{ readonly isPending: boolean }>(
    `SELECT inhdetachpending AS "isPending" FROM pg_catalog.pg_inherits
WHERE inhparent = pg_catalog.to_regclass(?) AND inhrelid = pg_catalog.to_regclass(?)`,
    [parent, child],
  );
  if (row === undefined) return 'landed';
  if (!row.isPending) return 'not-landed';
  await connection.script([`ALTER TABLE ${parent} DETACH PARTITION ${child} FINALIZE`]);
  return 'landed';
}

/** The indexes of a table, or of that which an index belongs to, or of all tables. */
async function readIndexes(connection: PostgresConnection, relation: string | null): Promise<readonly IndexState[]> {
  return connection.query<IndexState>(
    `SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS index, c.relname AS name, i.indisvalid AS "isValid"
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname NOT IN ('pg_catalog', 'pg_toast') AND (?::text IS NULL OR i.indrelid IN (
  SELECT pg_catalog.to_regclass(?) UNION ALL
  SELECT indrelid FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass(?)))`,
    [relation, relation, relation],
  );
}

async function dropIndexes(connection: PostgresConnection, indexes: readonly IndexState[]): Promise<void> {
  for (const { index } of indexes) await connection.script([`DROP INDEX CONCURRENTLY IF EXISTS ${index}`]);
}

function nameOf(relation: RangeVar | undefined): string {
  return qualified([relation?.schemaname, relation?.relname].filter((name) => name !== undefined));
}

function qualified(names: readonly string[]): string {
  return names.map(quoteIdentifier).join('.');
}

function stringsOf(node: Node): readonly string[] {
  if ('String' in node) return [node.String.sval ?? ''];
  return 'List' in node ? (node.List.items ?? []).flatMap(stringsOf) : [];
}
