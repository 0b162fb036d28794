import type { Database, Driver } from '../../database/database.js';
import { asStatementError, commitVerified, runStatements } from './run-statements.js';

/**
 * Runs a script as an upgrade would: in one transaction, unless a statement cannot be in one.
 *
 * @throws StatementError saying which statement failed; what ran in the transaction is rolled back
 */
export async function runScript(
  script: string,
  { database, driver }: { readonly database: Database; readonly driver: Driver },
): Promise<void> {
  const statements = await driver.parseScript(script);
  const isWhole = statements.every(({ kind, isRedundant }) => kind === 'plain' || isRedundant);
  const inside = isWhole ? statements.filter(({ isRedundant }) => !isRedundant) : statements;
  try {
    if (isWhole) await database.begin();
    for (const statement of inside) await runStatements(database, [statement]);
    if (isWhole) await commitVerified(database);
  } catch (error) {
    await database.rollback();
    throw asStatementError(database, null, error);
  }
  await database.restoreSession();
}
