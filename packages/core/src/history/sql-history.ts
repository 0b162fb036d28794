import type { Database, Driver, HistoryTable } from '../database/database.js';
import type { HistoryRow } from '../revisions/history-row.js';
import type { HistoryChange, HistoryStore } from './history-store.js';

const COLUMNS: Readonly<Record<keyof HistoryChange, string>> = {
  checksum: 'checksum',
  finishedAt: 'finished_at',
  rolledBackAt: 'rolled_back_at',
  logs: 'logs',
  appliedStepsCount: 'applied_steps_count',
};

/** What a {@link sqlHistory} works with. */
export interface SqlHistoryParts {
  readonly database: Database;
  readonly driver: Driver;
  readonly tables: readonly HistoryTable[];
}

/** The history tables of a database, in Prisma's columns. */
export function sqlHistory({ database, driver, tables }: SqlHistoryParts): HistoryStore {
  const byExtension = new Map(tables.map((table) => [table.extension, table]));
  const tableOf = (extension: string): string => {
    const table = byExtension.get(extension);
    if (table === undefined) throw new Error(`The extension ${extension} has no history table in this run.`);
    return driver.quoteHistoryTable(table);
  };
  const encode = (value: unknown): unknown => (value instanceof Date ? driver.encodeTime(value) : value);

  return {
    read: () => database.readHistory(tables),
    readKept: (extension) =>
      database.readHistory(
        tables.filter((table) => table.extension === extension),
        'kept',
      ),
    async prepare(extensions) {
      const prepared = extensions.flatMap((extension) => byExtension.get(extension) ?? []);
      // Several may be in one schema, and want the same statement for that.
      const statements = new Set(prepared.flatMap((table) => driver.createHistoryTable(table)));
      await database.executeAll([...statements], () => {});
    },
    async insert(row) {
      await database.execute(
        `INSERT INTO ${tableOf(row.extension)} ("id", "checksum", "finished_at", "migration_name", "logs", "rolled_back_at", "started_at", "applied_steps_count") VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        insertValues(row).map(encode),
      );
    },
    async update({ extension, id }, change) {
      const entries = Object.entries(change) as [keyof HistoryChange, unknown][];
      const assignments = entries.map(([key]) => `"${COLUMNS[key]}" = ?`).join(', ');
      await database.execute(`UPDATE ${tableOf(extension)} SET ${assignments} WHERE "id" = ?`, [
        ...entries.map(([, value]) => encode(value)),
        id,
      ]);
    },
  };
}

function insertValues(row: HistoryRow): readonly unknown[] {
  return [
    row.id,
    row.checksum,
    row.finishedAt,
    row.name,
    row.logs,
    row.rolledBackAt,
    row.startedAt,
    row.appliedStepsCount,
  ];
}
