import type { Database } from '../../database/database.js';
import type { MigrationStep } from '../run/migration-step.js';
import { runsStepwise, statementsInside } from '../run/migration-step.js';
import { commitVerified, runStatements } from '../run/run-statements.js';

/** Whether a script runs in one transaction, which takes all of it back when something fails. */
export function isWhole(step: MigrationStep): boolean {
  return !runsStepwise(step, 'revision');
}

/**
 * Runs a script as an upgrade or a downgrade would, without recording it.
 *
 * @throws StatementError; what is not whole may have been left half-way then
 */
export async function runStep(database: Database, step: MigrationStep): Promise<void> {
  try {
    if (isWhole(step)) {
      await database.begin();
      await runStatements(database, statementsInside(step));
      await database.restoreSession();
      await commitVerified(database);
      return;
    }
    for (const statement of step.statements) await runStatements(database, [statement]);
    await database.restoreSession();
  } finally {
    await database.rollback();
  }
}
