import type { Node } from 'libpg-query';
import type { DataChange, Statement } from '../../database.js';
import { readEntityName, writeEntityName } from '../entity-name.js';
import { parseSql } from './parse-sql.js';

/** What names in a script mean. */
export interface DataChangeOptions {
  /** All tables before the script. */
  readonly tables: readonly string[];
  readonly defaultSchema: string;
}

/** Nothing else does anything to data, and some scripts hold much else. */
const RELEVANT = /^(?:ALTER|CREATE|DELETE|DROP|INSERT|SELECT|TRUNCATE|WITH)\b/i;

/** See {@link Database.readDataChanges}. */
export async function readDataChanges(
  statements: readonly Pick<Statement, 'sql'>[],
  options: DataChangeOptions,
): Promise<readonly DataChange[]> {
  const changes: DataChange[] = [];
  for (const { sql } of statements) {
    if (!RELEVANT.test(sql)) continue;
    const read = await parseSql(sql, ({ node }) => (node === null ? [] : changesOf(node, options)));
    changes.push(...(read ?? []).flat());
  }
  return changes;
}

function changesOf(node: Node, options: DataChangeOptions): readonly DataChange[] {
  if ('DropStmt' in node) return readDrop(node.DropStmt, options);
  if ('AlterTableStmt' in node) return readAlter(node.AlterTableStmt, options);
  if ('RenameStmt' in node) return readRename(node.RenameStmt, options);
  if ('AlterObjectSchemaStmt' in node) return readMove(node.AlterObjectSchemaStmt, options);
  if ('TruncateStmt' in node) {
    return rangesOf(node.TruncateStmt.relations).map((range) => ({
      kind: 'rows-deleted',
      table: tableOf(range, options),
      isPartial: false,
    }));
  }
  if ('DeleteStmt' in node) {
    const { relation, whereClause } = node.DeleteStmt;
    return [{ kind: 'rows-deleted', table: tableOf(relation, options), isPartial: whereClause !== undefined }];
  }
  if ('CreateStmt' in node) return [{ kind: 'table-made', table: tableOf(node.CreateStmt.relation, options) }];
  if ('CreateTableAsStmt' in node) return readMade(node.CreateTableAsStmt.into, node.CreateTableAsStmt.query, options);
  if ('SelectStmt' in node && node.SelectStmt.intoClause !== undefined) {
    return readMade(node.SelectStmt.intoClause, node, options);
  }
  if ('InsertStmt' in node) {
    return readCopy(node.InsertStmt.selectStmt, tableOf(node.InsertStmt.relation, options), options);
  }
  return [];
}

type StatementOf<Kind extends string> = Extract<Node, Record<Kind, unknown>>[Kind &
  keyof Extract<Node, Record<Kind, unknown>>];

function readDrop(
  { removeType, objects = [], behavior }: StatementOf<'DropStmt'>,
  options: DataChangeOptions,
): readonly DataChange[] {
  if (removeType === 'OBJECT_TABLE') {
    return objects.map((object) => {
      const [name = '', schema] = ('List' in object ? stringsOf(object.List.items) : []).toReversed();
      return { kind: 'table-dropped', table: entityOf({ name, schema }, options) };
    });
  }
  // Without CASCADE a schema is only dropped when nothing is in it.
  if (removeType !== 'OBJECT_SCHEMA' || behavior !== 'DROP_CASCADE') return [];
  const schemas = new Set(stringsOf(objects));
  return options.tables
    .filter((table) => schemas.has(readEntityName(table, options.defaultSchema).schema))
    .map((table) => ({ kind: 'table-dropped', table }));
}

function readAlter(
  { objtype, relation, cmds = [] }: StatementOf<'AlterTableStmt'>,
  options: DataChangeOptions,
): readonly DataChange[] {
  if (objtype !== 'OBJECT_TABLE') return [];
  const table = tableOf(relation, options);
  return cmds.flatMap((command): readonly DataChange[] => {
    if (!('AlterTableCmd' in command) || command.AlterTableCmd.subtype !== 'AT_DropColumn') return [];
    return [{ kind: 'column-dropped', table, column: command.AlterTableCmd.name ?? '' }];
  });
}

function readRename(
  { renameType, relationType, relation, subname = '', newname = '' }: StatementOf<'RenameStmt'>,
  options: DataChangeOptions,
): readonly DataChange[] {
  const table = tableOf(relation, options);
  if (renameType === 'OBJECT_TABLE') {
    return [{ kind: 'table-renamed', table, to: entityOf({ name: newname, schema: relation?.schemaname }, options) }];
  }
  if (renameType !== 'OBJECT_COLUMN' || relationType !== 'OBJECT_TABLE') return [];
  return [{ kind: 'column-renamed', table, column: subname, to: newname }];
}

function readMove(
  { objectType, relation, newschema }: StatementOf<'AlterObjectSchemaStmt'>,
  options: DataChangeOptions,
): readonly DataChange[] {
  if (objectType !== 'OBJECT_TABLE' || relation === undefined) return [];
  const to = entityOf({ name: relation.relname ?? '', schema: newschema }, options);
  return [{ kind: 'table-renamed', table: tableOf(relation, options), to }];
}

function readMade(
  into: StatementOf<'IntoClause'> | undefined,
  query: Node | undefined,
  options: DataChangeOptions,
): readonly DataChange[] {
  const to = tableOf(into?.rel, options);
  return [{ kind: 'table-made', table: to }, ...readCopy(query, to, options)];
}

/** Only a plain `SELECT … FROM one_table` is sure to copy every row. */
function readCopy(query: Node | undefined, to: string, options: DataChangeOptions): readonly DataChange[] {
  if (query === undefined || !('SelectStmt' in query)) return [];
  const { targetList = [], fromClause = [], ...rest } = query.SelectStmt;
  const [from] = fromClause;
  if (fromClause.length !== 1 || from === undefined || !('RangeVar' in from)) return [];
  if (CHOOSING.some((clause) => rest[clause] !== undefined) || rest.op !== 'SETOP_NONE') return [];
  const columns = new Set<string>();
  let isWhole = false;
  for (const target of targetList) {
    if (!('ResTarget' in target)) continue;
    const value = target.ResTarget.val;
    isWhole ||= value !== undefined && 'ColumnRef' in value && (value.ColumnRef.fields ?? []).some(isStar);
    for (const name of columnsIn(value)) columns.add(name);
  }
  return [{ kind: 'rows-copied', table: tableOf(from.RangeVar, options), to, columns: isWhole ? null : [...columns] }];
}

const CHOOSING = [
  'distinctClause',
  'groupClause',
  'havingClause',
  'limitCount',
  'limitOffset',
  'whereClause',
  'withClause',
] as const;

function isStar(field: Node): boolean {
  return 'A_Star' in field;
}

/** The columns that an expression reads, at any depth. */
function* columnsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  if ('ColumnRef' in value) {
    const { fields = [] } = (value as Extract<Node, { ColumnRef: unknown }>).ColumnRef;
    const name = stringsOf(fields).at(-1);
    if (name !== undefined) yield name;
    return;
  }
  for (const part of Object.values(value)) yield* columnsIn(part);
}

type Range = NonNullable<StatementOf<'DeleteStmt'>['relation']>;

function rangesOf(nodes: readonly Node[] | undefined): readonly Range[] {
  return (nodes ?? []).flatMap((node) => ('RangeVar' in node ? [node.RangeVar] : []));
}

function tableOf(range: Range | undefined, options: DataChangeOptions): string {
  return entityOf({ name: range?.relname ?? '', schema: range?.schemaname }, options);
}

function entityOf(
  { name, schema }: { readonly name: string; readonly schema: string | undefined },
  { defaultSchema }: DataChangeOptions,
): string {
  return writeEntityName({ schema: schema ?? defaultSchema, name }, defaultSchema);
}

function stringsOf(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));
}
