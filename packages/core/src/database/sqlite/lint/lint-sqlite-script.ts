import { placeRemarks } from '../../place-remarks.js';
import type { SqlLintContext, SqlRemark } from '../../sql-lint.js';
import { parseScript } from '../parse-script.js';
import { findRebuilds, type Rebuild } from './find-rebuilds.js';
import { KnownSchema, keyOf } from './known-schema.js';
import { readAction, type SqliteAction, tokensOf } from './read-action.js';
import { SQLITE_CHECKS } from './sqlite-rules.js';
import type { SqliteRemark } from './sqlite-view.js';

/** See {@link Driver.lintScript}. */
export function lintSqliteScript(script: string, context: SqlLintContext): readonly SqlRemark[] {
  const statements = parseScript(script).map((statement) => ({ statement, tokens: tokensOf(statement.sql) }));
  const actions = statements.map(({ tokens }) => readAction(tokens));
  const rebuilds = findRebuilds(actions);
  const known = readKnownSchema(context, actions, rebuilds);
  const starts = statements.map(({ statement }) => statement.start);
  const made = new Set<string>();
  const remade = new Set<string>();
  const remarks: SqliteRemark[] = [];
  for (const [position, { statement, tokens }] of statements.entries()) {
    const action = actions[position] ?? { kind: 'other' };
    const view = {
      statement,
      tokens,
      action,
      position,
      actions,
      starts,
      rebuilds,
      made,
      remade,
      known,
      context,
    };
    for (const { check } of SQLITE_CHECKS) remarks.push(...check(view));
    if (action.kind === 'create-table' && !(action.ifMissing && known.tables.has(keyOf(action.table)))) {
      made.add(keyOf(action.table));
    }
    if (action.kind === 'rename-table') {
      const wasMade = made.delete(keyOf(action.table));
      const rebuild = rebuilds.find(({ rename }) => rename === position);
      if (wasMade && rebuild === undefined) made.add(keyOf(action.to));
    }
    for (const { table, rename, create } of rebuilds)
      if (Math.max(rename, create) === position) {
        made.delete(keyOf(table));
        remade.add(keyOf(table));
      }
    known.read(action);
  }
  return placeRemarks(remarks, script);
}

/** What the earlier revisions say of the tables that are made anew; of others it does not count. */
function readKnownSchema(
  { scriptsBefore = [] }: SqlLintContext,
  actions: readonly SqliteAction[],
  rebuilds: readonly Rebuild[],
): KnownSchema {
  const known = new KnownSchema();
  const missing = actions.flatMap((it) => (it.kind === 'create-table' && it.ifMissing ? [it.table] : []));
  const tables = [...rebuilds.map(({ table }) => table), ...missing].map(keyOf);
  if (tables.length === 0) return known;
  for (const script of scriptsBefore) {
    const text = keyOf(script);
    // An index is dropped without the name of its table.
    if (!tables.some((table) => text.includes(table)) && !/\bdrop\s+(?:index|trigger)\b/.test(text)) continue;
    for (const { sql } of parseScript(script)) {
      if (/^(?:ALTER|CREATE|DROP)\b/i.test(sql)) known.read(readAction(tokensOf(sql)));
    }
  }
  return known;
}
