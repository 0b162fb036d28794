import { compareCodeUnits } from '../compare.js';
import type { HistoryRow } from '../revisions/history-row.js';
import { KEPT_PREFIX, REVERTING_PREFIX } from '../revisions/kept-script.js';
import type { HistoryStore } from './history-store.js';

/** The history contract without a database: the second implementation that proves the first. */
export function memoryHistory(): HistoryStore {
  const tables = new Map<string, HistoryRow[]>();
  const rowsOf = (extension: string): HistoryRow[] => {
    const rows = tables.get(extension);
    if (rows === undefined) throw new Error(`no such table: the history of ${extension}`);
    return rows;
  };
  const isKept = ({ logs }: HistoryRow): boolean => logs?.startsWith(KEPT_PREFIX) === true;
  return {
    async readKept(extension) {
      const rows = tables.get(extension) ?? [];
      const mayKeep = (row: HistoryRow): boolean => isKept(row) || row.logs?.startsWith(REVERTING_PREFIX) === true;
      return rows.filter(mayKeep).toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
    },
    async read() {
      return [...tables.keys()]
        .sort(compareCodeUnits)
        .flatMap((extension) => rowsOf(extension).toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime()))
        .map((row) => (isKept(row) ? { ...row, logs: null } : row));
    },
    async prepare(extensions) {
      for (const extension of extensions) if (!tables.has(extension)) tables.set(extension, []);
    },
    async insert(row) {
      const rows = rowsOf(row.extension);
      if (rows.some(({ id }) => id === row.id)) throw new Error(`UNIQUE constraint failed: ${row.id}`);
      rows.push(row);
    },
    async update({ extension, id }, change) {
      const rows = rowsOf(extension);
      const at = rows.findIndex((row) => row.id === id);
      const row = rows[at];
      if (row !== undefined) rows[at] = { ...row, ...change };
    },
  };
}
