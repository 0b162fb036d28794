import type { Node } from 'libpg-query';
import { placeRemarks } from '../../place-remarks.js';
import type { SqlEdit, SqlLintContext, SqlRemark } from '../../sql-lint.js';
import { parseScript } from '../script/parse-script.js';
import { parseSql } from '../script/parse-sql.js';
import { KnownColumns } from './known-columns.js';
import { ScriptWalk } from './script-walk.js';
import type { KeptStatement } from './statement-view.js';

/** See {@link Driver.lintScript}. Code in functions and in `DO` is not looked into. */
export async function lintPostgresScript(script: string, context: SqlLintContext): Promise<readonly SqlRemark[]> {
  const sql = withoutMark(script);
  let readings = 0;
  const outline = await parseSql(sql, ({ start, node }): { start: number; node: Node | null; standsAlone: boolean } => {
    readings += 1;
    return { start, node: keep(node), standsAlone: node !== null && standsAlone(node) };
  });
  if (outline === null || outline.length === 0) return [];
  const kept = outline.flatMap(({ start, node }): readonly KeptStatement[] => (node === null ? [] : [{ start, node }]));
  const walk = new ScriptWalk({
    context,
    kinds: await parseScript(sql),
    kept,
    mayLeaveTransaction: context.isTransactional !== true && outline.every((it) => it.standsAlone),
    isAlone: outline.length === 1,
    known: await readKnownColumns(context, kept),
  });
  // Where the script had to be read again as a whole, each statement would be seen twice.
  if (readings === outline.length) await parseSql(sql, (statement) => walk.visit(statement));
  else for (const statement of (await parseSql(sql, (it) => it)) ?? []) walk.visit(statement);

  // Places are those of the text with its mark.
  const mark = script.length - sql.length;
  const shifted = walk.remarks.map(({ at, edit, ...rest }) => ({ ...rest, at: at + mark, edit: shift(edit, mark) }));
  return placeRemarks(shifted, script);
}

// As parseScript does, so that both see the same statements.
function withoutMark(script: string): string {
  return script.startsWith('\uFEFF') ? script.slice(1) : script;
}

const ROWS_ONLY = ['CopyStmt', 'DeleteStmt', 'InsertStmt', 'MergeStmt', 'UpdateStmt'] as const;

function keep(node: Node | null): Node | null {
  return node === null || ROWS_ONLY.some((kind) => kind in node) ? null : node;
}

/** What the earlier revisions say of the columns that the script changes; most scripts change none. */
async function readKnownColumns(context: SqlLintContext, statements: readonly KeptStatement[]): Promise<KnownColumns> {
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
    const nodes = await parseSql(withoutMark(script), ({ node }) => keep(node));
    for (const node of nodes ?? []) if (node !== null) known.read(node);
  }
  return known;
}

function asksForColumn(command: Node): boolean {
  return (
    'AlterTableCmd' in command && ['AT_AlterColumnType', 'AT_SetNotNull'].includes(command.AlterTableCmd.subtype ?? '')
  );
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
