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

const INDEX_CREATION = /^CREATE\s+(?:UNIQUE\s+)?INDEX\s+"((?:[^"]|"")+)"/i;

/**
 * SQLite drops triggers and indexes with their table, so a script that makes the table anew, be it to rebuild it or to
 * take back that it was dropped, has to create them again. Prisma's engine does so for the indexes that it knows; of a
 * partial one it makes a whole one, and one on an expression it leaves out.
 */
export function keepDependents(connection: BetterSqlite3.Database, script: string): string {
  const statements = parseScript(script);
  const tables = statements.flatMap(({ sql }) => nameIn(REBUILD_END, sql) ?? nameIn(CREATION, sql) ?? []);
  const dependents = tables.flatMap((table) => dependentsOf(connection, table));
  if (dependents.length === 0) return script;
  const names = new Set(dependents.map(({ name }) => name));
  const replaced = statements.filter(({ sql }) => names.has(nameIn(INDEX_CREATION, sql) ?? ''));
  const rest = replaced.reduce((text, { sql }) => text.replace(`${sql};\n`, () => ''), `${script.trimEnd()}\n`);
  return `${rest}-- These go with their table\n${dependents.map(({ sql }) => `${sql};`).join('\n')}`;
}

interface Dependent {
  readonly name: string;
  readonly sql: string;
}

function dependentsOf(connection: BetterSqlite3.Database, table: string): readonly Dependent[] {
  return connection
    .prepare<[string, string], Dependent>(
      `SELECT s.name, s.sql FROM sqlite_schema s WHERE s.tbl_name = ? COLLATE NOCASE AND s.sql IS NOT NULL AND (
         s.type = 'trigger' OR s.type = 'index' AND (
           s.name IN (SELECT l.name FROM pragma_index_list(?) l WHERE l.partial)
           OR EXISTS (SELECT 1 FROM pragma_index_xinfo(s.name) x WHERE x.key AND x.cid = -2)))
       ORDER BY s.type, s.name`,
    )
    .all(table, table);
}

function nameIn(pattern: RegExp, sql: string): string | null {
  return pattern.exec(sql)?.[1]?.replaceAll('""', '"') ?? null;
}
