import type BetterSqlite3 from 'better-sqlite3';
import { parseScript } from './parse-script.js';

/** The last statement of a rebuild, as Prisma's engine writes it: a copy takes the name of the table it was made from. */
const REBUILD_END = /^ALTER\s+TABLE\s+"new_((?:[^"]|"")+)"\s+RENAME\s+TO\s+"\1"$/i;

/** Whether a statement gives a rebuilt table its name. */
export function endsRebuild(sql: string): boolean {
  return REBUILD_END.test(sql);
}

/**
 * Until a rebuilt table has its name, the views and triggers that use it refer to nothing, and SQLite then renames no
 * table unless it is told not to look at them: https://www.sqlite.org/lang_altertable.html#otheralter
 */
export const UNCHECKED_RENAME = { before: 'PRAGMA legacy_alter_table = ON', after: 'PRAGMA legacy_alter_table = OFF' };

/** A statement after which there is a table of that name: a new one, or one that was rebuilt. */
const CREATION = /^CREATE\s+TABLE\s+"((?:[^"]|"")+)"/i;

/**
 * SQLite drops the triggers on a table with it, so a script that makes the table anew, be it to rebuild it or to take
 * back that it was dropped, has to create them again.
 */
export function keepTriggers(connection: BetterSqlite3.Database, script: string): string {
  const tables = parseScript(script).flatMap(({ sql }) => (REBUILD_END.exec(sql) ?? CREATION.exec(sql))?.[1] ?? []);
  const triggersOn = connection
    .prepare<[string], string>(
      `SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ? COLLATE NOCASE ORDER BY name`,
    )
    .pluck();
  const triggers = tables.flatMap((table) => triggersOn.all(table.replaceAll('""', '"')));
  if (triggers.length === 0) return script;
  return [script.trimEnd(), '-- Triggers go with their table', ...triggers.map((sql) => `${sql};`)].join('\n');
}
