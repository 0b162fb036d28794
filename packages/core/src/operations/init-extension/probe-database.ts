import { OrchestrateError } from '../../errors.js';
import { historyRowState } from '../../revisions/history-row.js';
import type { Workspace } from '../../workspace/workspace.js';
import { assertNothingChanged } from '../make-revision/assert-nothing-changed.js';
import { assertPlannable, readAppliedState } from '../run/applied-state.js';
import { openDatabase } from '../run/open-database.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import type { RunOptions } from '../run-options.js';
import { findHistories } from '../uninstall/installed-history.js';
import { historyThere } from './init-extension-errors.js';

/**
 * Looks whether a first revision could be applied, before anything is made for it: the database answers, its histories
 * fit the revisions, and none is there by the name of the new extension.
 *
 * @returns whether there is a record of attempts by that name that came to nothing
 * @throws OrchestrateError `DATABASE.*`, `HISTORY.*`, `SCAFFOLD.HISTORY_THERE`, `REVISION.CHANGED_MEANWHILE`
 */
export async function probeDatabase(
  open: OpenWorkspace,
  { name, options }: { readonly name: string; readonly options: RunOptions },
): Promise<'no history' | 'attempts only'> {
  const { workspace } = open;
  let opened: Awaited<ReturnType<typeof openDatabase>>;
  try {
    opened = await openDatabase(workspace, options, 'read');
  } catch (error) {
    const isMissing = error instanceof OrchestrateError && error.code === 'DATABASE.MISSING';
    // The upgrade creates it, or asks.
    if (isMissing && (options.createDatabase === true || options.confirmCreation !== undefined)) return 'no history';
    throw error;
  }
  const { database } = opened;
  try {
    assertPlannable(await readAppliedState({ database, open }), 'up');
    const { own } = await findHistories(database, { workspace, extension: name });
    const rows = own === null ? [] : await database.readHistory([own]);
    if (own !== null && rows.some((row) => historyRowState(row) !== 'rolled-back')) {
      // It may be that of an extension that another run has made since.
      await assertNothingChanged(open, { sources: null, options });
      throw historyThere(name, { table: own.table, database: database.display });
    }
    return own === null ? 'no history' : 'attempts only';
  } finally {
    await database.close();
  }
}

/** Why files must stay after a failed upgrade: the database has a record of them, or cannot be asked; null where it has none. */
export async function whyFilesStay(
  workspace: Workspace,
  { name, options }: { readonly name: string; readonly options: RunOptions },
): Promise<string | null> {
  try {
    // Also where the signal is what the upgrade failed of.
    const { database } = await openDatabase(workspace, { ...options, signal: undefined }, 'read');
    try {
      const { own } = await findHistories(database, { workspace, extension: name });
      const rows = own === null ? [] : await database.readHistory([own]);
      const counting = rows.find((row) => historyRowState(row) !== 'rolled-back');
      if (counting === undefined) return null;
      const state = historyRowState(counting) === 'applied' ? 'applied' : 'recorded as failed';
      return `its revision ${name}/${counting.name} is ${state} in ${database.display}`;
    } finally {
      await database.close();
    }
  } catch (error) {
    if (error instanceof OrchestrateError && error.code === 'DATABASE.MISSING') return null;
    return 'the database cannot be asked whether its revision was applied';
  }
}

/** Drops a history that has nothing but attempts that came to nothing; one that has come to more meanwhile stays. */
export async function forgetAttempts({ name, options }: { readonly name: string; readonly options: RunOptions }) {
  const { uninstall } = await import('../uninstall.js');
  await uninstall({
    ...options,
    // What is taken back after an interruption is taken back whole.
    signal: undefined,
    extension: name,
    confirm: async ({ revisions, tables, objects }) => revisions.length + tables.length + objects.length === 0,
  });
}
