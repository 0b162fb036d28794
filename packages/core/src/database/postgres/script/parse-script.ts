import type { Node } from 'libpg-query';
import type { Statement } from '../../database.js';
import { AddedEnumValues } from './added-enum-values.js';
import { mayChangeTables } from './may-change-tables.js';
import { isNeedless, type TransactionStep, transactionStep } from './own-transactions.js';
import { parseSql } from './parse-sql.js';
import { refusedInTransaction } from './refused-in-transaction.js';
import { trimBlanks } from './sql-tokens.js';

interface Reading {
  readonly sql: string;
  readonly line: number;
  readonly kind: Statement['kind'];
  readonly setsSession: boolean;
  readonly mayChangeTables: boolean;
  readonly step: TransactionStep;
}

/**
 * Splits a script with PostgreSQL's own parser; comments around a statement are dropped, those inside it stay. What the
 * parser does not understand comes as one plain statement, the whole script, so that the database itself says what is wrong.
 */
export async function parseScript(script: string): Promise<readonly Statement[]> {
  // As psql does with the mark that some editors put first.
  const sql = script.startsWith('\uFEFF') ? script.slice(1) : script;
  const values = new AddedEnumValues();
  const readings = await parseSql<Reading>(sql, ({ sql: text, line, node }) => {
    values.read(text, node);
    return {
      sql: text,
      line,
      kind: node === null ? 'plain' : kindOf(node),
      setsSession: node !== null && setsSession(node, text),
      // A bulk of rows is the only thing that is not parsed.
      mayChangeTables: node !== null && mayChangeTables(node),
      step: node === null ? 'statement' : transactionStep(node),
    };
  });
  if (readings === null) return [whole(sql)];

  const kinds = readings.map(({ kind }, index) => (values.isUsed(index) ? 'outside' : kind));
  const isRedundant = isNeedless(readings.map(({ step }) => step)) && !kinds.includes('outside');
  return readings.map(({ sql: text, line, setsSession, mayChangeTables: changes }, index) => {
    const kind = kinds[index] ?? 'plain';
    return {
      index: index + 1,
      sql: text,
      line,
      kind,
      setsSession,
      isRedundant: isRedundant && (kind === 'begin' || kind === 'end'),
      mayChangeTables: changes,
    };
  });
}

function kindOf(node: Node): Statement['kind'] {
  if (refusedInTransaction(node)) return 'outside';
  if (!('TransactionStmt' in node)) return 'plain';
  switch (node.TransactionStmt.kind) {
    case 'TRANS_STMT_BEGIN':
    case 'TRANS_STMT_START':
      return 'begin';
    case 'TRANS_STMT_COMMIT':
    case 'TRANS_STMT_ROLLBACK':
    case 'TRANS_STMT_PREPARE':
      return 'end';
    default:
      return 'plain';
  }
}

function setsSession(node: Node, sql: string): boolean {
  if ('VariableSetStmt' in node) {
    return node.VariableSetStmt.is_local !== true && node.VariableSetStmt.kind !== 'VAR_SET_MULTI';
  }
  return 'SelectStmt' in node && /\bset_config\s*\(/i.test(sql);
}

function whole(sql: string): Statement {
  const text = trimBlanks(sql);
  return {
    index: 1,
    sql: text,
    line: sql.slice(0, sql.indexOf(text)).split('\n').length,
    kind: 'plain',
    isRedundant: false,
    setsSession: false,
    mayChangeTables: true,
  };
}
