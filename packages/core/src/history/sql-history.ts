import type { Database, Driver, HistoryTable } from '../database/database.js';
import type { HistoryRow } from '../revisions/history-row.js';
import { keepUnder, parseKeptScript, renderKeptScript, textAboveKept } from '../revisions/kept-script.js';
import type { RevisionId } from '../revisions/revision.js';
import { extensionOf, revisionId, revisionNameOf } from '../revisions/revision.js';
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

  const present = presentNames(tables);

  return {
    read: () => database.readHistory(tables),
    async readKept(extension) {
      const own = tables.filter((table) => table.extension === extension);
      const rows = await database.readHistory(own, 'kept');
      return rows.map((row) => withPresentNames(row, present));
    },
    async prepare(extensions) {
      const prepared = extensions.flatMap((extension) => byExtension.get(extension) ?? []);
      const former = await database.listFormerTables(prepared);
      const renames = former.flatMap((table) =>
        driver.renameHistoryTable(table, byExtension.get(table.extension)?.table ?? table.table),
      );
      await database.executeAll(renames, () => {});
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

/** What the extensions are called that had other names. */
function presentNames(tables: readonly HistoryTable[]): ReadonlyMap<string, string> {
  return new Map(
    tables.flatMap(({ extension, formerNames = [] }) => formerNames.map((former) => [former, extension] as const)),
  );
}

/** A kept script names what it requires as it was called when it was applied. */
function withPresentNames(row: HistoryRow, present: ReadonlyMap<string, string>): HistoryRow {
  const { extension } = row;
  const kept = present.size === 0 ? null : parseKeptScript(row.logs);
  if (kept === null) return row;
  const named = (ids: readonly RevisionId[]): readonly RevisionId[] =>
    ids.map((id) => revisionId(present.get(extensionOf(id)) ?? extensionOf(id), revisionNameOf(id)));
  const renamed = { ...kept, extension, requires: named(kept.requires), replaces: named(kept.replaces) };
  const script = renderKeptScript(renamed, kept.downScript);
  const above = textAboveKept(row.logs);
  return { ...row, logs: above === null || above === row.logs ? script : keepUnder(above, script) };
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
