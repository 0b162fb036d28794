import type BetterSqlite3 from 'better-sqlite3';
import { messageOf } from '../../../errors.js';
import { quoteIdentifier } from '../quote.js';
import { sqliteCode } from '../sqlite-errors.js';
import { listStoredTables } from './sqlite-digests.js';

/** Enough to find damage behind rows that only break rules. */
const VERDICTS = 10_000;

/** What is wrong with a row and not with the file: such rows are backed up and restored as they are. */
const BROKEN_RULE = /^(?:CHECK constraint failed in|NULL value in|NUMERIC value in|TEXT value in|non-\S+ value in) /;

/** What an application adds to its own connections, as functions in indexes; it says nothing about the file. */
const UNKNOWN_HERE = /^(?:unknown function|no such (?:function|collation sequence|module|tokenizer)): /;

/**
 * Has SQLite look through all pages; `whole` compares indexes with their tables, too. Where the schema needs what only the
 * application has, the tables that do are left out.
 */
export function findSqliteDamage(connection: BetterSqlite3.Database, depth: 'quick' | 'whole'): string | null {
  const check = depth === 'quick' ? 'quick_check' : 'integrity_check';
  connection.pragma('ignore_check_constraints = ON');
  try {
    return lookThrough(connection, `${check}(${VERDICTS})`);
  } catch (error) {
    if (sqliteCode(error) === null) throw error;
    if (!UNKNOWN_HERE.test(messageOf(error))) return messageOf(error);
    return findInTables(connection, check);
  } finally {
    connection.pragma('ignore_check_constraints = OFF');
  }
}

function lookThrough(connection: BetterSqlite3.Database, pragma: string): string | null {
  for (const verdict of connection.prepare<[], string>(`PRAGMA ${pragma}`).pluck().iterate()) {
    if (verdict !== 'ok' && !BROKEN_RULE.test(verdict)) return verdict;
  }
  return null;
}

function findInTables(connection: BetterSqlite3.Database, check: string): string | null {
  for (const table of listStoredTables(connection)) {
    try {
      const damage = lookThrough(connection, `${check}(${quoteIdentifier(table)})`);
      if (damage !== null) return damage;
    } catch (error) {
      if (sqliteCode(error) === null) throw error;
      if (!UNKNOWN_HERE.test(messageOf(error))) return messageOf(error);
    }
  }
  return null;
}

/** Rows whose foreign keys lead nowhere; null where SQLite cannot tell, as when a parent has no such key. */
export function countSqliteOrphans(connection: BetterSqlite3.Database): number | null {
  try {
    return connection.prepare<[], number>('SELECT count(*) FROM pragma_foreign_key_check').pluck().get() ?? null;
  } catch (error) {
    if (sqliteCode(error) === null) throw error;
    return null;
  }
}
