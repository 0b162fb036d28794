import type { CatalogDifference } from '../../database/catalog-differences.js';
import { messageOf, OrchestrateError } from '../../errors.js';
import type { RevisionBetween } from '../../revisions/plan-squash.js';
import type { RevisionId } from '../../revisions/revision.js';
import { revisionNameOf } from '../../revisions/revision.js';
import { shellWord } from '../../shell-word.js';
import { describeDifferences } from '../run/describe-difference.js';

/** There are not two revisions to make one of. */
export function nothingToSquash(extension: string, folded: readonly RevisionId[]): OrchestrateError {
  const found = folded.length === 0 ? 'no revision' : `only ${folded.join(', ')}`;
  return new OrchestrateError({
    kind: 'usage',
    code: 'SQUASH.NOTHING',
    message: `There is nothing to fold in ${extension}: up to there it has ${found}.`,
    fix: 'A squash takes at least two revisions; `orchestrate history` lists them.',
    meta: { extension, folded },
  });
}

/** Two branches were merged and nothing has joined them yet. */
export function squashDiverged(extension: string, heads: readonly RevisionId[]): OrchestrateError {
  return new OrchestrateError({
    code: 'SQUASH.DIVERGED',
    message: `${extension} has several heads: ${heads.join(', ')}. A squash would hide that they have not been joined.`,
    fix: `Join them first: orchestrate merge --extension ${extension} -m "…"`,
    meta: { extension, heads },
  });
}

/** Revisions of others would have to run in the middle of the squash. */
export function squashInterleaved(
  extension: string,
  { between, furthest }: { readonly between: readonly RevisionBetween[]; readonly furthest: RevisionId | null },
): OrchestrateError {
  const list = between.map(({ between: id, needs, neededBy }) => `  - ${id} needs ${needs}, and ${neededBy} needs it`);
  return new OrchestrateError({
    code: 'SQUASH.INTERLEAVED',
    message: `Revisions of other extensions stand between those that ${extension} would fold; as one revision it would have to come before them and after them:\n${list.join('\n')}`,
    fix:
      furthest === null
        ? `Of ${extension} nothing can be folded as long as they are there; squash the extensions that they belong to, as far as that goes.`
        : `Fold less: orchestrate squash --extension ${extension} --to ${shellWord(revisionNameOf(furthest))}`,
    meta: { extension, between, furthest },
  });
}

/** A script changes the session, which the next one is not to see. */
export function squashSetsSession(
  id: RevisionId,
  { file, line, sql }: { readonly file: string; readonly line: number; readonly sql: string },
): OrchestrateError {
  return new OrchestrateError({
    code: 'SQUASH.SETS_SESSION',
    message: `${id} sets something for the rest of its session, at ${file}:${line}, which the revisions after it must not see; as one script they would:\n${sql}`,
    fix: `Fold up to ${id} (--to ${shellWord(revisionNameOf(id))}), where the setting comes last, or not at all.`,
    meta: { revision: id, file, line, sql },
  });
}

const SIDES = { onlyLeft: 'is missing with the squash', onlyRight: 'is there only with the squash' };

/** The folded revisions and the squash do not give the same. */
export function squashDiffers(extension: string, differences: readonly CatalogDifference[]): OrchestrateError {
  return new OrchestrateError({
    code: 'SQUASH.DIFFERENT_RESULT',
    message: `With the revisions of ${extension} folded, an empty database would not end up as it does now; nothing was written. What differs, \`-\` as it is now and \`+\` with the squash:\n${describeDifferences(differences, SIDES)}`,
    fix: 'The order of revisions matters here in a way that their revision.json does not say. Fold less, with --to, or name in "requires" what they rely on.',
    meta: { extension, differences },
  });
}

/** With the squash the revisions cannot be replayed. */
export function squashBreaks(extension: string, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'SQUASH.BREAKS',
    message: `With the revisions of ${extension} folded, the revisions cannot be replayed from an empty database; nothing was written: ${messageOf(cause)}`,
    fix: 'Another revision needs the state in the middle of what would be folded. Fold less, with --to.',
    meta: { extension },
    cause,
  });
}
