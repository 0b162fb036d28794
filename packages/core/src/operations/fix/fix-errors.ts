import { OrchestrateError } from '../../errors.js';

/** What was mended would change a table that revisions have made. */
export function fixUnproven(extension: string): OrchestrateError {
  return new OrchestrateError({
    code: 'FIX.UNPROVEN',
    message: `What could be mended would change tables of ${extension} that its revisions have made; nothing was written.`,
    fix: `Make a revision of what ${extension} has changed first (orchestrate revision --extension ${extension} -m "…" --auto), or mend it by hand: orchestrate validate`,
    meta: { extension },
  });
}
