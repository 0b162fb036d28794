import type { Node } from 'libpg-query';
import type { SqlEdit, SqlLintContext, SqlRemark } from '../../database.js';
import { placeRemarks } from '../../place-remarks.js';
import { parseScript } from '../script/parse-script.js';
import { type ParsedStatement, parseSql } from '../script/parse-sql.js';
import { KnownColumns } from './known-columns.js';
import { locksOf } from './locks.js';
import { POSTGRES_CHECKS } from './postgres-rules.js';
import { ScriptState } from './script-state.js';
import { type HeldLock, type PostgresRemark, StatementView } from './statement-view.js';

type Linted = ParsedStatement & { readonly node: Node };

/** See {@link Driver.lintScript}. Code in functions and in `DO` is not looked into. */
export async function lintPostgresScript(script: string, context: SqlLintContext): Promise<readonly SqlRemark[]> {
  // As parseScript does, so that both see the same statements.
  const mark = script.startsWith('\uFEFF') ? 1 : 0;
  const sql = script.slice(mark);
  const parsed = await parseSql(sql, (statement) => statement);
  if (parsed === null) return [];
  const kinds = await parseScript(sql);
  const isWhole = context.isTransactional ?? kinds.every(({ kind, isRedundant }) => kind === 'plain' || isRedundant);
  const statements = parsed.filter((statement): statement is Linted => statement.node !== null);

  const mayLeaveTransaction = context.isTransactional !== true && statements.every(({ node }) => standsAlone(node));
  const state = new ScriptState(context);
  const known = await readKnownColumns(context, statements);
  const said = new Set<string>();
  const remarks: PostgresRemark[] = [];
  const held: HeldLock[] = [];
  let isOpen = false;
  for (const [index, statement] of parsed.entries()) {
    const { kind = 'plain', isRedundant = false } = kinds[index] ?? {};
    if (statement.node === null) continue;
    if (!isWhole && kind === 'end') isOpen = false;
    const isInTransaction = isWhole || isOpen;
    const view = new StatementView({
      parsed: { ...statement, node: statement.node },
      kind,
      isRedundant,
      isInTransaction,
      state,
      script: statements,
      held,
      mayLeaveTransaction,
      isAlone: statements.length === 1,
      known,
      said,
    });
    for (const { check } of POSTGRES_CHECKS) remarks.push(...check(view));
    if (isInTransaction) hold(held, locksOf(view));
    else held.length = 0;
    state.advance(statement.node);
    known.read(statement.node);
    if (!isWhole && kind === 'begin') isOpen = true;
  }
  // Places are those of the text with its mark.
  const shifted = remarks.map(({ at, edit, ...rest }) => ({ ...rest, at: at + mark, edit: shift(edit, mark) }));
  return placeRemarks(shifted, script);
}

/** What the earlier revisions say of the columns that the script changes; most scripts change none. */
async function readKnownColumns(context: SqlLintContext, statements: readonly Linted[]): Promise<KnownColumns> {
  const known = new KnownColumns(context.defaultSchema);
  const tables = new Set(
    statements.flatMap(({ node }) => {
      if (!('AlterTableStmt' in node) || !(node.AlterTableStmt.cmds ?? []).some(asksForColumn)) return [];
      return (node.AlterTableStmt.relation?.relname ?? '').toLowerCase();
    }),
  );
  if (tables.size === 0) return known;
  for (const script of context.scriptsBefore ?? []) {
    const text = script.toLowerCase();
    // A script that does not name the table says nothing of it; one that gives another its name does.
    if (![...tables].some((table) => text.includes(table.replaceAll('"', '""')))) continue;
    known.beginScript();
    for (const node of (await parseSql(script, (it) => it.node)) ?? []) if (node !== null) known.read(node);
  }
  return known;
}

function asksForColumn(command: Node): boolean {
  return (
    'AlterTableCmd' in command && ['AT_AlterColumnType', 'AT_SetNotNull'].includes(command.AlterTableCmd.subtype ?? '')
  );
}

/** Each lock once, however often it is taken. */
function hold(held: HeldLock[], locks: readonly HeldLock[]): void {
  for (const lock of locks) {
    if (!held.some(({ table, mode }) => table.key === lock.table.key && mode === lock.mode)) held.push(lock);
  }
}

/** Whether a statement is whole without the others of its script, so that these may fail without it. */
function standsAlone(node: Node): boolean {
  if ('IndexStmt' in node || 'ReindexStmt' in node || 'VariableSetStmt' in node || 'CommentStmt' in node) return true;
  if ('DropStmt' in node) return node.DropStmt.removeType === 'OBJECT_INDEX';
  if (!('AlterTableStmt' in node)) return false;
  return (node.AlterTableStmt.cmds ?? []).every(
    (command) => 'AlterTableCmd' in command && CONSTRAINT_ACTIONS.has(command.AlterTableCmd.subtype),
  );
}

const CONSTRAINT_ACTIONS: ReadonlySet<string | undefined> = new Set(['AT_AddConstraint', 'AT_ValidateConstraint']);

function shift(edit: SqlEdit | undefined, by: number): SqlEdit | undefined {
  if (edit === undefined) return undefined;
  return { ...edit, changes: edit.changes.map((it) => ({ ...it, start: it.start + by, end: it.end + by })) };
}
