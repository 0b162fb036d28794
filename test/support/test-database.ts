import type { PrismaConnections } from './prisma-adapter.js';

/** A row of a history table; points in time in milliseconds, whatever the database stores. */
export interface StoredRow {
  readonly id: string;
  readonly checksum: string;
  readonly finished_at: number | null;
  readonly migration_name: string;
  readonly logs: string | null;
  readonly rolled_back_at: number | null;
  readonly started_at: number;
  readonly applied_steps_count: number;
}

/** Every object (`table Post`, `view titles`) with what it is made of, in an order of its own. */
export type SchemaDescription = Readonly<Record<string, readonly string[]>>;

/** What a database is made of, history tables apart. */
export interface DatabaseSchemas {
  readonly own: SchemaDescription;
  readonly history: SchemaDescription;
}

/** One history row without what differs from run to run. */
export interface RecordedRevision {
  readonly table: string;
  readonly name: string;
  readonly checksum: string;
  readonly isFinished: boolean;
  readonly isRolledBack: boolean;
  readonly logs: string | null;
  readonly steps: number;
}

/** Everything that two databases must have in common when the same was done to them. */
export interface DatabaseContents {
  readonly schema: SchemaDescription;
  /** The rows of every table that is not a history table. */
  readonly tables: Readonly<Record<string, readonly unknown[]>>;
  /** The history of every extension, each in the order in which it was written. */
  readonly history: readonly RecordedRevision[];
}

/** A database of one test, looked at without the library. Nothing in it waits for a lock of the library's. */
export interface TestDatabase {
  /** As `DATABASE_URL` has it. */
  readonly url: string;
  /** As the command names it. */
  readonly display: string;
  /** Whether it is a file of the workspace, which then comes into being with the first run that writes. */
  readonly isFile: boolean;
  readonly exists: boolean;
  query<Row>(sql: string): Promise<readonly Row[]>;
  /** Runs a script. */
  execute(sql: string): Promise<void>;
  /** What is not of a history table, told by the database's own means and not by the library's catalog. */
  schema(): Promise<SchemaDescription>;
  /** The same of the history tables. */
  historySchema(): Promise<SchemaDescription>;
  /** Both at once. */
  schemas(): Promise<DatabaseSchemas>;
  /** Looks at it several times over one connection. What it is given must not be used later. */
  together<Result>(look: (database: TestDatabase) => Promise<Result>): Promise<Result>;
  /** The rows of a table, in an order that depends on nothing but them. */
  rows(table: string): Promise<readonly unknown[]>;
  /** The rows of an extension's history table, oldest first. */
  history(extension: string): Promise<readonly StoredRow[]>;
  /** Rows without what their foreign keys refer to. */
  orphans(): Promise<readonly unknown[]>;
  /** Puts one row into every table, whose every column holds the same as that of the others, so that it refers to the one row there is. */
  fill(): Promise<void>;
  /** How the values of core's history are stored, where the columns do not say it. */
  storedTypes(): Promise<readonly unknown[]>;
  /** For Prisma's own engine. */
  connectPrisma(): Promise<PrismaConnections>;
}

/** SQL, and what the database says about it, where no words serve all. */
export interface Dialect {
  /** A table, or what else is in a schema, as Prisma's engine wants the name of one that is not its own. */
  engineName(table: string): string;
  /** The column `id` of a table whose model says `id Int @id`. */
  readonly idColumn: string;
  /** The column `id` of a table whose model says `id Int @id @default(autoincrement())`. */
  readonly autoIncrement: string;
  /** What the database answers to a statement about a table that is not there. */
  noTable(name: string): string;
  /** Its code for that. */
  readonly noTableCode: string;
  /** What it says when a key is to be dropped that a foreign key of Post needs. */
  readonly neededKey: string;
  /** What it says when a foreign key of Post refers to a column of User that is no key. */
  readonly noKey: string;
  /** The error for a draft that takes away what something else needs: where the statement runs, and where it is refused. */
  readonly brokenDraft: 'REVISION.DRAFT_BREAKS' | 'REVISION.DRAFT_FAILS';
  /** What a renamed table takes for its primary key to be called as Prisma calls it. */
  renamedKey(table: string, formerly: string): string;
  /** Statements that cannot run in a transaction, on a table with a column `n`; `index` is a name for one. */
  outside(table: string, index: string): string;
  /** After how many seconds at most the lock of a killed process is free: a server has to notice first. */
  readonly releaseSeconds: string;
  /** A statement that makes the table Slow and takes a second or so, that a signal meets a run at work. */
  readonly slow: string;
  /** A statement that makes the table Endless, but does not end. */
  readonly endless: string;
  /** Scripts with what only this database has, for one in which there are the tables User and Post. */
  readonly scripts: readonly string[];
}

/** A kind of database that the tests run on. */
export interface DatabaseKind extends Dialect {
  /** For the titles of tests. */
  readonly name: string;
  readonly provider: 'sqlite' | 'postgresql';
  /** How many upgrades are killed in each mode. */
  readonly killRounds: number;
  /**
   * A database of its own for the test at hand, in a workspace; `name` tells those of one workspace apart, `schema` is
   * for its URL.
   */
  create(root: string, name?: string, schema?: string): Promise<TestDatabase>;
}

/** Tables by name, history tables left out. */
export async function tablesOf(database: TestDatabase): Promise<readonly string[]> {
  return tablesIn(await database.schema());
}

function tablesIn(schema: SchemaDescription): readonly string[] {
  const objects = Object.keys(schema);
  return objects.filter((name) => name.startsWith('table ')).map((name) => name.slice('table '.length));
}

/** Everything that is in a database, history tables included. */
export async function objectsOf(database: TestDatabase): Promise<readonly string[]> {
  const { own, history } = await database.schemas();
  return [...Object.keys(own), ...Object.keys(history)];
}

/** The name of an extension's history table. */
export function historyTableOf(extension: string): string {
  return extension === 'core' ? '_prisma_migrations' : `_prisma_migrations_${extension.replaceAll('-', '_')}`;
}

/** All rows of all history tables; none where there is no database yet. */
export async function readHistory(database: TestDatabase): Promise<readonly RecordedRevision[]> {
  if (!database.exists) return [];
  return database.together(async (held) => readRecorded(held, await held.historySchema()));
}

/** Reads a whole database. */
export function readContents(database: TestDatabase): Promise<DatabaseContents> {
  return database.together(async (held) => {
    const { own, history } = await held.schemas();
    const tables: Record<string, readonly unknown[]> = {};
    for (const name of tablesIn(own)) tables[name] = await held.rows(name);
    return { schema: own, tables, history: await readRecorded(held, history) };
  });
}

async function readRecorded(database: TestDatabase, schema: SchemaDescription): Promise<readonly RecordedRevision[]> {
  const recorded: RecordedRevision[] = [];
  for (const table of tablesIn(schema)) {
    const rows = await database.history(
      table === '_prisma_migrations' ? 'core' : table.slice('_prisma_migrations_'.length),
    );
    for (const row of rows) {
      recorded.push({
        table,
        name: row.migration_name,
        checksum: row.checksum,
        isFinished: row.finished_at !== null,
        isRolledBack: row.rolled_back_at !== null,
        logs: row.logs,
        steps: row.applied_steps_count,
      });
    }
  }
  return recorded;
}
