import type { Environment } from '../../config/environment.js';
import type { RevisionId } from '../../revisions/revision.js';
import type { AutoMigrateOptions } from '../auto-migrate.js';
import { runRound } from '../dev/run-round.js';
import { assertNoErrors } from '../run/findings-error.js';
import { developmentOnly } from './auto-migrate-errors.js';

const MESSAGE = 'Follow the schema';

/**
 * Makes the revisions that the fragments ask for, as `dev` does, and applies nothing.
 *
 * @throws OrchestrateError `START.DEVELOPMENT_ONLY`, and what `dev` throws
 */
export async function makePendingRevisions(options: AutoMigrateOptions): Promise<readonly RevisionId[]> {
  assertDevelopment(options.environment ?? process.env);
  const { message = MESSAGE, allowDestructive, confirmRevision } = options;
  const round = { ...options, message, allowDestructive, confirm: confirmRevision, upgrade: false, generate: false };
  const { findings, revisions } = await runRound(round, 'refuse');
  assertNoErrors(findings, 'Cannot make revisions');
  return revisions.map(({ revision }) => revision as RevisionId);
}

/** @throws OrchestrateError `START.DEVELOPMENT_ONLY` */
export function assertDevelopment({ NODE_ENV, CI }: Environment): void {
  if (NODE_ENV === 'production') throw developmentOnly('NODE_ENV is production');
  if (CI !== undefined && CI !== '' && CI !== '0' && CI !== 'false') throw developmentOnly(`CI is ${CI}`);
}
