import type { CatalogEntry, Statement, Touch } from '../../../database/database.js';

/**
 * How far the statements of a revision say themselves what they do: `said` all of it, `said without code` all of it as long
 * as the database has no triggers and functions that could do more, `unsaid` not all of it.
 */
export type Reach = 'said' | 'said without code' | 'unsaid';

/** What a database has that runs by itself: event triggers, for whatever statement, or code that writing rows may call. */
export type OwnCode = 'none' | 'code' | 'events';

/** Statements that touch nothing; `search_path` and roles would change what the others mean. */
const TOUCHES_NOTHING =
  /^(?:SET\s+(?:LOCAL\s+|SESSION\s+)?(?:lock_timeout|statement_timeout|client_min_messages|check_function_bodies)\b|PRAGMA\s+(?:defer_)?foreign_keys\b|CREATE\s+SCHEMA\s+(?:IF\s+NOT\s+EXISTS\s+)?[\w".]+\s*$|(?:BEGIN|COMMIT|START\s+TRANSACTION|ANALYZE)\s*$)/i;

/** Words that let a statement reach further than the object that it names. */
const REACHES_FURTHER = /\b(?:ATTACH|CASCADE|DETACH|INHERIT|INHERITS)\b/i;

/** What is made and called by itself from then on. */
const CODE: ReadonlySet<Touch['kind']> = new Set(['function', 'rule', 'trigger']);

/** How far a script says itself what it does. */
export function reachOf(statements: readonly Pick<Statement, 'sql'>[], touches: readonly (readonly Touch[])[]): Reach {
  let reach: Reach = 'said';
  for (const [index, { sql }] of statements.entries()) {
    const own = touches[index] ?? [];
    if (own.length === 0 && !TOUCHES_NOTHING.test(sql)) return 'unsaid';
    if (REACHES_FURTHER.test(sql) || /^WITH\b/i.test(sql)) return 'unsaid';
    if (
      own.some(({ action, kind }) => CODE.has(kind) || kind === 'schema' || (action === 'renamed' && kind !== 'table'))
    ) {
      return 'unsaid';
    }
    if (own.some(({ action }) => action === 'written')) reach = 'said without code';
  }
  return reach;
}

/** Whether nothing can happen beside what the statements say. */
export function saysAll(reach: Reach, code: OwnCode): boolean {
  if (code === 'events') return false;
  return reach === 'said' || (reach === 'said without code' && code === 'none');
}

/** What a catalog holds that runs by itself. */
export function codeIn(catalog: readonly CatalogEntry[]): OwnCode {
  if (catalog.some(({ kind }) => kind === 'event trigger')) return 'events';
  return catalog.some(({ kind }) => CODE_KINDS.has(kind)) ? 'code' : 'none';
}

const CODE_KINDS: ReadonlySet<string> = new Set(['aggregate', 'function', 'procedure', 'rule', 'trigger']);
