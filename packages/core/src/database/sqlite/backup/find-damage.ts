import type BetterSqlite3 from 'better-sqlite3';
import { messageOf } from '../../../errors.js';
import { sqliteCode } from '../sqlite-errors.js';

/** Has SQLite look through all pages; `whole` compares indexes with their tables, too. */
export function findSqliteDamage(connection: BetterSqlite3.Database, depth: 'quick' | 'whole'): string | null {
  try {
    const pragma = depth === 'quick' ? 'quick_check(1)' : 'integrity_check(1)';
    const verdict = String(connection.pragma(pragma, { simple: true }));
    return verdict === 'ok' ? null : verdict;
  } catch (error) {
    if (sqliteCode(error) === null) throw error;
    return messageOf(error);
  }
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
