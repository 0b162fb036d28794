import {
  COLUMN_DROPPED,
  NOT_NULL_SET,
  REQUIRED_COLUMN_ADDED,
  TABLE_DROPPED,
} from '../../../lint/sql/common-sql-rules.js';
import { sqliteRule } from '../../../lint/sql/sql-rule.js';
import { quoteIdentifier } from '../quote.js';
import { isName, nameOf } from '../sql-tokens.js';
import type { Rebuild } from './find-rebuilds.js';
import { type KnownColumn, type KnownTable, keyOf } from './known-schema.js';
import type { DeclaredColumn } from './read-action.js';
import type { SqliteCheck, SqliteRemark, SqliteView } from './sqlite-view.js';

const USERS = `CREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "name" TEXT);
CREATE INDEX "users_name_idx" ON "users" ("name");
`;
const rebuild = (columns: string, names: string, rest = ''): string => `CREATE TABLE "new_users" (${columns});
INSERT INTO "new_users" (${names}) SELECT ${names} FROM "users";
DROP TABLE "users";
ALTER TABLE "new_users" RENAME TO "users";
${rest}`;
const ID = '"id" INTEGER NOT NULL PRIMARY KEY';
const INDEX = 'CREATE INDEX "users_name_idx" ON "users" ("name");\n';

const TABLE_REBUILT = sqliteRule({
  code: 'SQL.TABLE_REBUILT',
  severity: 'notice',
  summary: 'A table is made anew and every row copied.',
  why: `SQLite can add, drop and rename columns and nothing else, so Prisma's engine makes a new table for any other change: a foreign key, a type, a
default, what is required. It takes the time and the room of the whole table, and until it commits nobody else can write to the database file. Orchestrate has
foreign keys off meanwhile, so that dropping the old table deletes no row that refers to it, and checks them all before it commits.

Nothing is wrong with it; know it before you do it to a big table. Several changes of one table in one revision cost one copy.`,
  before: USERS,
  bad: rebuild(`${ID} AUTOINCREMENT, "name" TEXT DEFAULT ''`, '"id", "name"', INDEX),
  good: 'ALTER TABLE "users" ADD COLUMN "phone" TEXT;\n',
});

const DEPENDENTS_LOST = sqliteRule({
  code: 'SQL.DEPENDENTS_LOST',
  severity: 'warning',
  summary: 'A table is made anew without its indexes or triggers.',
  why: `SQLite drops indexes and triggers with their table. The script has to create them again behind the rename; a unique index that is
forgotten lets in what it kept out, and nobody notices. \`revision --auto\` puts back what the fragment does not say.`,
  before: USERS,
  bad: rebuild(`${ID} AUTOINCREMENT, "name" TEXT DEFAULT ''`, '"id", "name"'),
  good: rebuild(`${ID} AUTOINCREMENT, "name" TEXT DEFAULT ''`, '"id", "name"', INDEX),
});

const AUTOINCREMENT_LOST = sqliteRule({
  code: 'SQL.AUTOINCREMENT_LOST',
  severity: 'warning',
  summary: 'A table is made anew without AUTOINCREMENT.',
  why: `Without it SQLite gives the number of a deleted last row to the next one. What still refers to the old row, in another system, a
log, a URL, then means the new one.`,
  before: USERS,
  bad: rebuild(`${ID}, "name" TEXT`, '"id", "name"', INDEX),
  good: rebuild(`${ID} AUTOINCREMENT, "name" TEXT`, '"id", "name"', INDEX),
});

/** Tables that are made anew under their old name. */
export const rebuildRules: SqliteCheck = {
  rules: [TABLE_REBUILT, DEPENDENTS_LOST, AUTOINCREMENT_LOST],
  check: (view) => {
    // What was there is known best before anything is done to it.
    const all = view.rebuilds.filter((it) => Math.min(it.create, it.rename) === view.position);
    return all.flatMap((it) => (isOwn(view, it) ? [] : checkRebuild(view, it)));
  },
};

function isOwn({ made }: SqliteView, { table }: Rebuild): boolean {
  return made.has(keyOf(table));
}

function checkRebuild(view: SqliteView, rebuilt: Rebuild): readonly SqliteRemark[] {
  const before = tableBefore(view, rebuilt.table);
  const place = (position: number): number => view.starts[position] ?? 0;
  const name = quoteIdentifier(rebuilt.table);
  const remarks: SqliteRemark[] = [
    {
      code: TABLE_REBUILT.code,
      at: place(rebuilt.create),
      message: `${name} is made anew and every row copied: twice the room, and nobody else can write to the database until the revision commits.`,
      fix: 'Look how big the table is; put all changes of it into one revision.',
    },
    ...checkDependents(view, rebuilt),
  ];
  if (rebuilt.copy === null) {
    remarks.push({
      code: TABLE_DROPPED.code,
      at: place(rebuilt.drop),
      message: `Table ${name} is made anew, and none of its rows are copied.`,
      fix: `Before it is dropped: INSERT INTO <the new table> (…) SELECT … FROM ${name};`,
    });
    return remarks;
  }
  const create = view.actions[rebuilt.create];
  const columns = create?.kind === 'create-table' ? (create.declared?.columns ?? null) : null;
  if (columns === null) return remarks;
  if (before?.isNumbered === true && !columns.some(({ isNumbered }) => isNumbered)) {
    remarks.push({
      code: AUTOINCREMENT_LOST.code,
      at: place(rebuilt.create),
      message: `${name} loses AUTOINCREMENT: the number of a deleted last row is given away again.`,
      fix: 'Write AUTOINCREMENT behind PRIMARY KEY in the new table, too.',
    });
  }
  return [...remarks, ...checkCopy(view, { before, columns, copy: rebuilt.copy, name })];
}

function tableBefore({ known, context }: SqliteView, table: string): KnownTable | null {
  const stored = context.columnsBefore?.filter((column) => keyOf(column.table) === keyOf(table)) ?? [];
  const said = known.tables.get(keyOf(table));
  if (said !== undefined || stored.length === 0) return said ?? null;
  return { columns: stored.map(({ name, required }) => ({ name, isRequired: required })), isNumbered: false };
}

function checkDependents(view: SqliteView, { table, drop }: Rebuild): readonly SqliteRemark[] {
  const later = view.actions.slice(drop + 1);
  const back = new Set(
    later.flatMap((it) => (it.kind === 'create-index' || it.kind === 'create-trigger' ? [keyOf(it.name)] : [])),
  );
  // One that the script drops itself is meant to go.
  const gone = new Set(
    view.actions.flatMap((it) => (it.kind === 'drop-index' || it.kind === 'drop-trigger' ? [keyOf(it.name)] : [])),
  );
  return view.known
    .dependentsOf(table)
    .filter(({ name }) => !back.has(keyOf(name)) && !gone.has(keyOf(name)))
    .map(({ name, kind }) => ({
      code: DEPENDENTS_LOST.code,
      at: view.starts[drop] ?? 0,
      message: `${kind === 'index' ? 'Index' : 'Trigger'} ${quoteIdentifier(name)} goes with the old ${quoteIdentifier(table)}, and is not created again.`,
      fix: `Create it again behind the rename; or say that it goes: DROP ${kind.toUpperCase()} ${quoteIdentifier(name)};`,
    }));
}

interface Copy {
  readonly before: KnownTable | null;
  readonly columns: readonly DeclaredColumn[];
  readonly copy: number;
  readonly name: string;
}

function checkCopy(view: SqliteView, { before, columns, copy, name }: Copy): readonly SqliteRemark[] {
  const insert = view.actions[copy];
  if (insert?.kind !== 'insert') return [];
  const at = view.starts[copy] ?? 0;
  const { values } = insert;
  const isWhole = values.some((value) => value.at(-1) === '*');
  const filled = insert.columns ?? columns.map((column) => column.name);
  const read = new Set(values.flatMap((value) => value.filter(isName).map((token) => keyOf(nameOf(token)))));
  const remarks: SqliteRemark[] = [];
  const lost = isWhole ? [] : (before?.columns ?? []).filter((column) => !read.has(keyOf(column.name)));
  for (const column of lost) {
    remarks.push({
      code: COLUMN_DROPPED.code,
      at,
      message: `${name}.${quoteIdentifier(column.name)} is not copied: its values are gone, and the running release still asks for it.`,
      fix: 'Take the field out of the code first (@ignore), release that, and leave the column out in a later revision, after a backup.',
    });
  }
  for (const column of columns) {
    const index = filled.findIndex((filledName) => keyOf(filledName) === keyOf(column.name));
    const required = `${name}.${quoteIdentifier(column.name)}`;
    if (index < 0) {
      if (!column.isRequired || column.hasValue) continue;
      remarks.push({
        code: REQUIRED_COLUMN_ADDED.code,
        at,
        message: `${required} is required, has no default, and is not filled by the copy: it fails as soon as there is a row.`,
        fix: `Give it a DEFAULT, or a value in the copy: SELECT …, '' AS ${quoteIdentifier(column.name)}.`,
      });
    } else if (column.isRequired && !column.isRowNumber && wasOptional(before, values[index])) {
      remarks.push({
        code: NOT_NULL_SET.code,
        at,
        message: `${required} becomes required: the copy fails where it is empty.`,
        fix: `Fill it before, or copy coalesce(${quoteIdentifier(column.name)}, <a value>).`,
      });
    }
  }
  return remarks;
}

/** Whether a value of the copy is a column as it was, which could be empty. */
function wasOptional(before: KnownTable | null, value: readonly string[] | undefined): boolean {
  const [token, ...rest] = value ?? [];
  if (token === undefined || rest.length > 0 || !isName(token)) return false;
  const column = before?.columns?.find((it: KnownColumn) => keyOf(it.name) === keyOf(nameOf(token)));
  return column !== undefined && !column.isRequired;
}
