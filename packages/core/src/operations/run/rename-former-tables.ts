import type { Database, Driver, HistoryTable } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import type { Workspace } from '../../workspace/workspace.js';
import { historyTables, openHistory } from './applied-state.js';
import { inTransaction } from './in-transaction.js';

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
 *
 * @throws OrchestrateError `HISTORY.NOT_RENAMED`, `HISTORY.TWO_TABLES`
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
    await inTransaction(database, () => openHistory(parts).prepare(former.map(({ extension }) => extension)));
  } catch (error) {
    throw error instanceof OrchestrateError ? error : notRenamed(former, { parts, cause: error });
  }
  await database.listHistoryTables();
}

function notRenamed(
  former: readonly HistoryTable[],
  { parts, cause }: { readonly parts: RenameFormerTablesParts; readonly cause: unknown },
): OrchestrateError {
  const { database, driver, workspace } = parts;
  const { message, code } = database.explain(cause);
  const statements = former.flatMap((table) => {
    const extension = workspace.extensions.find(({ name }) => name === table.extension);
    return driver.renameHistoryTable(table, extension?.historyTable ?? '');
  });
  const names = former.map(({ table }) => table).join(', ');
  return new OrchestrateError({
    code: 'HISTORY.NOT_RENAMED',
    message: `${former.length === 1 ? 'The history table' : 'The history tables'} ${names} could not get the present ${former.length === 1 ? 'name of its extension' : 'names of their extensions'}: ${message}\nNothing was changed.`,
    fix: `Correct what the database says, or have someone who may do it run: ${statements.map((sql) => `${sql};`).join(' ')}`,
    meta: { tables: former.map(({ table }) => table), databaseCode: code, databaseMessage: message },
    cause,
  });
}
