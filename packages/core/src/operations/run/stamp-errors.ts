import { sorted } from '../../compare.js';
import type { DatabaseFailure } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import type { BlockingDependent } from '../../revisions/plan-downgrade.js';
import type { RevisionId } from '../../revisions/revision.js';
import { extensionOf, revisionNameOf } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';
import { ownAncestorsOf, stampTarget } from '../../revisions/stamp-target.js';
import { shellWord } from '../../shell-word.js';

/** What a {@link stampIncomplete} is about. */
export interface IncompleteStamp {
  readonly graph: RevisionGraph;
  readonly applied: ReadonlySet<RevisionId>;
  readonly missing: readonly BlockingDependent[];
}

/** What would be recorded requires revisions of other extensions that are not. */
export function stampIncomplete({ graph, applied, missing }: IncompleteStamp): OrchestrateError {
  const required = new Set(missing.map(({ requires }) => requires));
  const extensions = [...new Set([...required].map(extensionOf))];
  const stamps = extensions.flatMap((extension) => {
    const targets = [...required].filter((id) => extensionOf(id) === extension);
    const wanted = [...applied, ...ownAncestorsOf({ graph, extension, targets })];
    const target = stampTarget({ graph, extension, wanted });
    return target === null ? [] : [`\`orchestrate stamp --extension ${extension} ${shellWord(target)}\``];
  });
  const upgrades = extensions.map((extension) => {
    const last = graph.order.filter(({ id }) => required.has(id) && extensionOf(id) === extension).at(-1);
    return `\`orchestrate upgrade --extension ${extension} --target ${shellWord(revisionNameOf(last?.id ?? ''))}\``;
  });
  return new OrchestrateError({
    code: 'STAMP.INCOMPLETE',
    message: [
      'What would be recorded requires revisions of other extensions that are not applied; nothing was recorded:',
      ...missing.map(({ revision, requires }) => `${revision} needs ${requires}`),
    ].join('\n'),
    fix: [
      `If the database has what they make, record them first: ${[...stamps, 'everything: `orchestrate stamp --all head`'].join(', or ')}.`,
      `If not, apply them: ${upgrades.join(', ')}.`,
    ].join(' '),
    meta: { missing },
  });
}

/** Applied revisions of other extensions require what would no longer be recorded. */
export function stampBlocked(dependents: readonly BlockingDependent[]): OrchestrateError {
  const others = sorted(new Set(dependents.map(({ revision }) => extensionOf(revision))));
  return new OrchestrateError({
    code: 'STAMP.BLOCKED',
    message: [
      'Applied revisions of other extensions require what would no longer be recorded; nothing was changed:',
      ...dependents.map(({ revision, requires }) => `${revision} needs ${requires}`),
    ].join('\n'),
    fix: `Stamp ${others.join(', ')} back first, with \`orchestrate stamp --extension ${others[0]} …\`, or, to clear every history, \`orchestrate stamp --all base\`.`,
    meta: { dependents },
  });
}

/** What is to be purged has not failed. */
export function stampNotFailed(
  id: RevisionId,
  { isApplied, before }: { readonly isApplied: boolean; readonly before: string | null },
): OrchestrateError {
  const extension = extensionOf(id);
  const undo =
    before === null
      ? ''
      : `, or, once it is undone by hand, \`orchestrate stamp --extension ${extension} ${shellWord(before)}\``;
  return new OrchestrateError({
    code: 'STAMP.NOT_FAILED',
    message: isApplied
      ? `Revision ${id} is applied and has not failed; nothing was changed.`
      : `Revision ${id} has not failed, the history has no record of it; nothing was changed.`,
    fix: isApplied
      ? `To take it back, use \`orchestrate downgrade --extension ${extension}\`${undo}.`
      : `\`orchestrate status --extension ${extension}\` shows what has failed.`,
    meta: { revision: id, isApplied },
  });
}

/** The database refused to write the history. */
export function stampFailed({ message, code }: DatabaseFailure, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'STAMP.FAILED',
    message: `The history could not be written: ${message}\nNothing was changed.`,
    fix: 'Correct what the database says, such as a missing privilege, and run the same command again.',
    meta: { databaseCode: code, databaseMessage: message },
    cause,
  });
}
