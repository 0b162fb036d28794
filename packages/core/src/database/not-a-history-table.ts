import { messageOf, OrchestrateError } from '../errors.js';
import type { HistoryTable } from './database.js';

/** Something else goes by the name of a history table, or the table has lost columns. */
export function notAHistoryTable({ extension, table }: HistoryTable, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'HISTORY.NOT_A_HISTORY_TABLE',
    message: `${table} in the database cannot be the history table of extension "${extension}": ${messageOf(cause)}.`,
    fix: `If it is something else, rename it: the history needs that name. If it is the history, give it back the columns of Prisma's own _prisma_migrations.`,
    meta: { extension, table },
    cause,
  });
}
