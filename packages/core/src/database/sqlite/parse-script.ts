import type { Statement } from '../database.js';
import { isBlank, SQL_TOKEN } from './sql-tokens.js';

/** Pragmas that SQLite refuses or ignores inside a transaction. Those on foreign keys are ours to set, so they count as plain. */
const PRAGMAS_OUTSIDE = new Set([
  'AUTO_VACUUM',
  'ENCODING',
  'INCREMENTAL_VACUUM',
  'JOURNAL_MODE',
  'PAGE_SIZE',
  'SYNCHRONOUS',
  'TEMP_STORE',
  'WAL_CHECKPOINT',
]);

/** A statement with its place in UTF-16 code units. */
export interface PlacedStatement extends Statement {
  /** Where its text begins in the script. */
  readonly start: number;
}

/** The words that tell statements apart stand at their start. */
const HEAD_LENGTH = 4;

/**
 * Splits a script as SQLite does: at each `;` outside quotes and comments, and in a trigger only at the `;` after an
 * `END` that itself follows a `;`. Comments around a statement are dropped, those inside it stay.
 *
 * The rule is that of `sqlite3_complete()`: https://www.sqlite.org/c3ref/complete.html
 */
export function parseScript(sql: string): readonly PlacedStatement[] {
  const statements: PlacedStatement[] = [];
  let line = 1;
  let open: { readonly start: number; readonly line: number; readonly head: string[] } | null = null;
  let end = 0;
  let lastTwo: readonly [string, string] = ['', ''];

  const close = (): void => {
    if (open === null) return;
    const { start, head } = open;
    statements.push({
      index: statements.length + 1,
      sql: sql.slice(start, end),
      line: open.line,
      kind: kindOf(head),
      isRedundant: false,
      setsSession: false,
      mayChangeTables: mayChangeTables(head),
      start,
    });
    open = null;
    lastTwo = ['', ''];
  };

  for (const match of sql.matchAll(SQL_TOKEN)) {
    const token = match[0];
    if (!isBlank(token)) {
      const endsTrigger = lastTwo[0] === ';' && lastTwo[1] === 'END';
      if (token === ';' && (open === null || !isTrigger(open.head) || endsTrigger)) {
        close();
      } else {
        open ??= { start: match.index, line, head: [] };
        const word = token.toUpperCase();
        if (open.head.length < HEAD_LENGTH) open.head.push(word);
        lastTwo = [lastTwo[1], word];
        end = match.index + token.length;
      }
    }
    line += countNewlines(token);
  }
  close();
  return statements;
}

function kindOf(head: readonly string[]): Statement['kind'] {
  const [first = '', second = '', third = '', fourth = ''] = head;
  switch (first) {
    case 'BEGIN':
      return 'begin';
    case 'COMMIT':
    case 'END':
      return 'end';
    case 'ROLLBACK':
      return second === 'TO' || third === 'TO' ? 'plain' : 'end';
    case 'VACUUM':
    case 'ATTACH':
    case 'DETACH':
      return 'outside';
    case 'PRAGMA':
      return PRAGMAS_OUTSIDE.has(third === '.' ? fourth : second) ? 'outside' : 'plain';
    default:
      return 'plain';
  }
}

const HARMLESS_VERBS = new Set([
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'REPLACE',
  'WITH',
  'PRAGMA',
  'ANALYZE',
  'REINDEX',
]);
const HARMLESS_OBJECTS = new Set(['INDEX', 'UNIQUE', 'VIEW', 'TRIGGER']);

// `ALTER TABLE x ADD …` and `… DROP …` are about columns; a name of several tokens moves them out of the head.
function mayChangeTables([verb = '', object = '', , action = '']: readonly string[]): boolean {
  if (verb === 'ALTER') return action !== 'ADD' && action !== 'DROP';
  if (verb === 'CREATE' || verb === 'DROP') return !HARMLESS_OBJECTS.has(object);
  return !HARMLESS_VERBS.has(verb);
}

function isTrigger(head: readonly string[]): boolean {
  if (head[0] !== 'CREATE') return false;
  return head[1] === 'TRIGGER' || ((head[1] === 'TEMP' || head[1] === 'TEMPORARY') && head[2] === 'TRIGGER');
}

function countNewlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
