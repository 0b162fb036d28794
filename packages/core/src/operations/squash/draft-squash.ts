import type { Revision } from '../../revisions/revision.js';
import { diffFolded } from './diff-folded.js';
import type { FoldedScript } from './folded-scripts.js';
import { readFoldedScripts } from './folded-scripts.js';
import { joinFolded } from './join-folded.js';
import { isPlainStatement } from './plain-statement.js';
import { rewriteFolded } from './rewrite-folded.js';
import type { CarriedStatement, SquashDraft } from './squash-context.js';
import type { SquashGround } from './squash-proof.js';

/** What a squash is drafted from. */
export interface DraftSquashOptions {
  readonly folded: readonly Revision[];
  /** What is before, in plan order. */
  readonly base: readonly Revision[];
}

/**
 * Drafts the scripts: where the folded revisions hold nothing but changes that Prisma's engine makes itself, what leads
 * from the state before to the state after them, if it is proven to; else their scripts, one after the other.
 *
 * @throws OrchestrateError `SQUASH.SETS_SESSION`, `REPLAY.REVISION_FAILED`
 */
export async function draftSquash(ground: SquashGround, { folded, base }: DraftSquashOptions): Promise<SquashDraft> {
  const scripts = await readFoldedScripts(folded, ground);
  const context = { ground, scripts, base, ...(await diffFolded(ground, { folded, base })) };
  const carried = scripts.flatMap(({ up }) => carriedStatements(up));
  const rewritten = carried.length > 0 ? null : await rewriteFolded(context);
  return rewritten ?? (await joinFolded(context, carried));
}

function carriedStatements({ revision, file, statements }: FoldedScript): readonly CarriedStatement[] {
  return statements
    .filter((statement) => !isPlainStatement(statement))
    .map(({ line, sql }) => ({ revision: revision.id, file, line, sql }));
}
