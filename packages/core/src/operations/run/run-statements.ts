import type { Database, Statement } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import { StatementError } from './run-errors.js';

/** Runs statements in their order; the error of one says which. */
export async function runStatements(database: Database, statements: readonly Statement[]): Promise<void> {
  let done = 0;
  try {
    await database.executeAll(
      statements.map(({ sql }) => sql),
      (count) => {
        done = count;
      },
    );
  } catch (error) {
    throw asStatementError(database, statements[done] ?? null, error);
  }
}

/** Commits after the checks that the database leaves to us. */
export async function commitVerified(database: Database): Promise<void> {
  try {
    await database.commit({ verify: true });
  } catch (error) {
    throw asStatementError(database, null, error);
  }
}

/**
 * What failed, as the failure of a statement. An OrchestrateError is about the database as a whole (full, busy,
 * read-only) and stays what it is.
 */
export function asStatementError(database: Database, statement: Statement | null, error: unknown): Error {
  if (error instanceof StatementError || error instanceof OrchestrateError) return error;
  return new StatementError(statement, database.explain(error), error);
}

/** What failed when a step was to be recorded that is through itself. */
export function asRecordError(database: Database, error: unknown, statement: Statement | null = null): Error {
  if (error instanceof OrchestrateError) return error;
  const { message: whole, code } = database.explain(error);
  // What follows the first line is about our own SQL.
  const [message] = whole.split('\n', 1);
  const note = 'That was the record of the revision itself: it must not drop, rename or change a history table';
  return new StatementError(statement, { message: `${message}\n${note}`, code }, error);
}
