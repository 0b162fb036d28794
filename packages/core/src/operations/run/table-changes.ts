import type { Statement } from '../../database/database.js';

/** What a statement does to whole tables, by their names without schema, in lower case. */
export interface TableChange {
  /** Made in a way that fails where there is one of that name. */
  readonly made: string | null;
  /** Dropped or renamed. */
  readonly gone: readonly string[];
}

const PART = String.raw`(?:"(?:[^"]|"")*"|\x60[^\x60]*\x60|\[[^\]]*\]|[\w$\u0080-\uffff]+)`;
const NAME = String.raw`${PART}(?:\s*\.\s*${PART})?`;
const CREATE = new RegExp(String.raw`^create\s+(?:unlogged\s+)?table\s+(?!if\s+not\s+exists\b)(${NAME})`, 'i');
const RENAME = new RegExp(
  String.raw`^alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?(${NAME})\s+rename\s+to\s+(${PART})`,
  'i',
);
const DROP = /^drop\s+table\s+(?:if\s+exists\s+)?(.+)$/is;
const ANY_NAME = new RegExp(NAME, 'g');
const LAST_PART = new RegExp(`${PART}$`);

const NO_CHANGE: TableChange = { made: null, gone: [] };

/** Reads the plain forms in which scripts make and drop tables; what is written otherwise is no change. */
export function tableChange({ sql }: Pick<Statement, 'sql'>): TableChange {
  const text = sql.trimStart();
  const [, made] = CREATE.exec(text) ?? [];
  if (made !== undefined) return { made: bareName(made), gone: [] };
  const [, from, to] = RENAME.exec(text) ?? [];
  if (from !== undefined && to !== undefined) return { made: bareName(to), gone: [bareName(from)] };
  const [, dropped] = DROP.exec(text) ?? [];
  return dropped === undefined ? NO_CHANGE : { made: null, gone: (dropped.match(ANY_NAME) ?? []).map(bareName) };
}

function bareName(name: string): string {
  const part = LAST_PART.exec(name)?.[0] ?? name;
  const text = /^["`[]/.test(part) ? part.slice(1, -1).replaceAll('""', '"') : part;
  return text.toLowerCase();
}
