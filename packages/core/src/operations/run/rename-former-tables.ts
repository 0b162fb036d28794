import type { Database, Driver } from '../../database/database.js';
import type { Workspace } from '../../workspace/workspace.js';
import { historyTables, openHistory } from './applied-state.js';

/** Where to look. */
export interface RenameFormerTablesParts {
  /** Open for writing, and locked. */
  readonly database: Database;
  readonly driver: Driver;
  readonly workspace: Workspace;
}

/**
 * Gives the history tables of extensions that were renamed their present names, of all such extensions at once. Whoever
 * is about to write a history calls it, under the lock: until then the former table serves whoever reads.
 */
export async function renameFormerTables(parts: RenameFormerTablesParts): Promise<void> {
  const { database, workspace } = parts;
  const tables = historyTables(workspace, database).filter(({ formerNames = [] }) => formerNames.length > 0);
  if (tables.length === 0) return;
  // Another run may have renamed them while this one waited for the lock.
  await database.listHistoryTables();
  const former = await database.listFormerTables(tables);
  if (former.length === 0) return;
  try {
    await database.begin();
    await openHistory(parts).prepare(former.map(({ extension }) => extension));
    await database.commit({ verify: false });
  } catch (error) {
    await database.rollback();
    throw error;
  }
  await database.listHistoryTables();
}
