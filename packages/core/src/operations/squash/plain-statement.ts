import type { Statement } from '../../database/database.js';

/**
 * Whether a statement is a change of tables, indexes or enums as Prisma's engine makes them itself, so that its effect can be
 * read off the finished database. What is not known for sure is not: rows, views, triggers, functions, rights, settings.
 */
export function isPlainStatement({ sql, kind }: Pick<Statement, 'sql' | 'kind'>): boolean {
  if (kind === 'begin' || kind === 'end') return true;
  const text = withoutTexts(sql);
  return PLAIN.some((form) => form.test(text)) ? !UNUSUAL.test(text) : isTableCopy(sql);
}

const PLAIN: readonly RegExp[] = [
  /^create table\b/i,
  /^create (?:unique )?index\b/i,
  /^create type \S+ as enum\b/i,
  /^create schema\b(?!.*\b(?:create|grant|authorization)\b)/i,
  /^alter table (?:if exists )?\S+ (?:add|drop|alter|rename)\b/i,
  /^alter type \S+ (?:add value|rename)\b/i,
  /^alter index (?:if exists )?\S+ rename\b/i,
  /^drop (?:table|index|type)\b/i,
  /^pragma (?:foreign_keys|defer_foreign_keys)\b/i,
];

/** Words of what Prisma's engine cannot describe, or of what takes rows along. */
const UNUSUAL =
  /\b(?:select|like|partition|inherits?|row level|owner|storage|statistics|compression|tablespace|cluster|logged|trigger|rule|exclude|enable|disable|force|attach|detach|replica|deferrable|on conflict)\b|\b(?:with|set) ?\(/i;

/** What a quoted name or text holds is nothing to go by; comments and line breaks are blanks. */
function withoutTexts(sql: string): string {
  return sql
    .replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\//g, (text) =>
      text.startsWith('-') || text.startsWith('/') ? ' ' : 'x',
    )
    .replace(/\s+/g, ' ')
    .replace(/ ?\. ?/g, '.')
    .trim();
}

const TABLE_COPY = /^insert\s+into\s+"new_((?:[^"]|"")+)"\s*\([^()]*\)\s*select\b[\s\S]*\bfrom\s+"((?:[^"]|"")+)"$/i;

/** As Prisma's engine copies the rows of a table on SQLite that it makes anew; of a table without rows it copies none. */
function isTableCopy(sql: string): boolean {
  const [, copy, table] = TABLE_COPY.exec(sql.trim()) ?? [];
  return copy !== undefined && copy === table;
}
