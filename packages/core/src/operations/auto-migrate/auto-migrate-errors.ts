import { OrchestrateError } from '../../errors.js';
import type { RevisionId } from '../../revisions/revision.js';

/** Revisions are made from schema changes where people develop, and nowhere else. */
export function developmentOnly(because: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'START.DEVELOPMENT_ONLY',
    message: `Revisions are made in development only, and ${because}. Nothing was done.`,
    fix: 'Make the revisions with `orchestrate dev` or `orchestrate revision`, commit them, and start without --make-revisions (makeRevisions).',
  });
}

/** The database has more than the code knows of. */
export function databaseAhead(revisions: readonly RevisionId[]): OrchestrateError {
  return new OrchestrateError({
    code: 'START.BEHIND',
    message: aheadMessage(revisions),
    fix: 'Start the newer code. An older one goes on beside it without --refuse-behind (whenBehind: refuse).',
    meta: { revisions },
  });
}

/** The same in a sentence, for a warning. */
export function aheadMessage(revisions: readonly RevisionId[]): string {
  const [first, ...others] = revisions;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `The database is ahead of this code: it has ${first}${more}, which the code does not.`;
}

/** Something is wrong with what came of the revisions. */
export function notVerified(what: string): OrchestrateError {
  return new OrchestrateError({
    code: 'START.NOT_VERIFIED',
    message: `The revisions ran, but the database is not as it has to be afterwards: ${what}`,
    fix: 'Correct the revision that does this; `orchestrate check` finds it without a database.',
  });
}

/** Somebody has written to the database since it was backed up. */
export function writtenMeanwhile(): OrchestrateError {
  return new OrchestrateError({
    code: 'START.WRITTEN_MEANWHILE',
    message: 'Others may have written to the database since it was backed up, so that restoring it could lose that.',
    fix: 'See what is in it; `orchestrate restore` brings the backup back by hand.',
  });
}
