import { HISTORY_TABLE_PREFIX } from '../../../extension.js';

/** What a statement of Prisma's engine has to do with its history table. */
export type HistoryStatement =
  /** Nothing, or it only says so in a text. */
  | { readonly kind: 'none' }
  /** It reads all rows. */
  | { readonly kind: 'read'; readonly sql: string }
  | { readonly kind: 'write'; readonly sql: string }
  | { readonly kind: 'create' }
  /** It does what no engine is known to do. */
  | { readonly kind: 'unknown' };

const NAME = `(?:"${HISTORY_TABLE_PREFIX}"|\`${HISTORY_TABLE_PREFIX}\`|${HISTORY_TABLE_PREFIX})`;
const READ = new RegExp(`^(SELECT\\s+(?:["\`\\w]+,?\\s+)+FROM\\s+)${NAME}(\\s+ORDER BY\\s[^()]*)$`);
const WRITE = new RegExp(`^(INSERT INTO |UPDATE )${NAME}( (?:\\(|SET )[\\s\\S]*)$`);
const CREATE = new RegExp(`^CREATE TABLE ${NAME} \\(`);
/** Where a table is named, with a schema or without: a column, a text or a part of a longer name is something else. */
const MENTION = new RegExp(
  `(?:\\b(?:FROM|JOIN|INTO|UPDATE|TABLE|EXISTS)\\s+|^PRAGMA \\w+\\s*\\(\\s*)(?:(?:"[^"]*"|\`[^\`]*\`|\\w+)\\.)?${NAME}(?![\\w$"\`])`,
);

/** What the engine's own statements start with; scripts of migrations do not come this way. */
const OWN = /^(?:SELECT|INSERT|UPDATE|DELETE|DROP TABLE|PRAGMA|WITH)\b/;

/**
 * Recognises what Prisma's engine says about its history table, which is another one here.
 *
 * @param table that other one, in SQL
 */
export function historyStatement(sql: string, table: string): HistoryStatement {
  if (!sql.includes(HISTORY_TABLE_PREFIX)) return { kind: 'none' };
  const text = sql.trim();
  if (CREATE.test(text)) return { kind: 'create' };
  const read = READ.exec(text);
  if (read !== null) return { kind: 'read', sql: `${read[1]}${table}${read[2]}` };
  const written = WRITE.exec(text);
  if (written !== null) return { kind: 'write', sql: `${written[1]}${table}${written[2]}` };
  return OWN.test(text) && MENTION.test(text) ? { kind: 'unknown' } : { kind: 'none' };
}

/** Whether the engine asks for a lock that it never gives back; a run of ours has one already. */
export function takesEngineLock(sql: string): boolean {
  return /^(?:SELECT pg_advisory_lock\(\d+\)|PRAGMA main\.locking_mode ?= ?EXCLUSIVE);?$/i.test(sql.trim());
}
