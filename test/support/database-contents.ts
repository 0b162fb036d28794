import Database from 'better-sqlite3';

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
  /** Every object, with its SQL. */
  readonly catalog: readonly unknown[];
  /** The rows of every table that is not a history table. */
  readonly tables: Readonly<Record<string, readonly unknown[]>>;
  /** The history of every extension, each in the order in which it was written. */
  readonly history: readonly RecordedRevision[];
}

/** Reads a whole SQLite file. */
export function readContents(file: string): DatabaseContents {
  using connection = openForReading(file);
  const catalog = connection.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all();
  const names = tableNames(connection);
  const isHistory = (name: string) => name.startsWith('_prisma_migrations');
  return {
    catalog,
    tables: Object.fromEntries(
      names
        .filter((name) => !isHistory(name))
        .map((name) => [name, connection.prepare(`SELECT * FROM "${name}" ORDER BY rowid`).all()]),
    ),
    history: names.filter(isHistory).flatMap((name) => readTable(connection, name)),
  };
}

/** Reads the history tables of a SQLite file; none where there is no file yet. */
export function readHistory(file: string): readonly RecordedRevision[] {
  using connection = openForReading(file);
  return tableNames(connection)
    .filter((name) => name.startsWith('_prisma_migrations'))
    .flatMap((name) => readTable(connection, name));
}

type Disposable = Database.Database & { [Symbol.dispose](): void };

// Not read-only: what a killed process left half-written must be taken back first.
function openForReading(file: string): Disposable {
  const connection = new Database(file);
  return Object.assign(connection, { [Symbol.dispose]: () => void connection.close() });
}

function tableNames(connection: Database.Database): readonly string[] {
  const tables = connection.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`);
  return tables
    .pluck()
    .all()
    .filter((name) => !name.startsWith('sqlite_'));
}

function readTable(connection: Database.Database, table: string): readonly RecordedRevision[] {
  const rows = connection
    .prepare<[], Omit<RecordedRevision, 'table' | 'isFinished' | 'isRolledBack'> & Record<'done' | 'undone', 0 | 1>>(
      `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS done, rolled_back_at IS NOT NULL AS undone,
         logs, applied_steps_count AS steps FROM "${table}" ORDER BY rowid`,
    )
    .all();
  return rows.map(({ done, undone, ...row }) => ({
    table,
    ...row,
    isFinished: done === 1,
    isRolledBack: undone === 1,
  }));
}
