import { OrchestrateError } from '../errors.js';
import { closestNames } from './closest-names.js';
import type { Revision, RevisionId } from './revision.js';
import { extensionOf, revisionNameOf } from './revision.js';

const MAX_CANDIDATES = 5;

const OTHER_THAN_NAMES = { all: 'head, base, +N, -N, ', absolute: 'head, base, ', names: '' } as const;

/** Nothing goes by that name. */
export function unknownTarget(options: {
  readonly text: string;
  readonly extension: string;
  readonly names: readonly string[];
  /** What else than a name may be given. */
  readonly accepts: 'all' | 'absolute' | 'names';
  /** What it could mean in other extensions, as targets. */
  readonly elsewhere?: readonly string[];
}): OrchestrateError {
  const { text, extension, names, accepts, elsewhere = [] } = options;
  const own = closestNames({ wanted: text, names, limit: MAX_CANDIDATES });
  const closest = own.length > 0 ? own : elsewhere.slice(0, MAX_CANDIDATES);
  const reason = names.length === 0 ? ', which has none' : '';
  const show = `\`orchestrate history --extension ${extension}\` shows all`;
  return new OrchestrateError({
    code: 'TARGET.UNKNOWN',
    kind: 'usage',
    message: `No revision ${JSON.stringify(text)} in extension "${extension}"${reason}`,
    fix:
      closest.length === 0
        ? `Give ${OTHER_THAN_NAMES[accepts]}a revision's name or its start; ${show}.`
        : `Did you mean ${closest.join(', ')}? ${show}.`,
    meta: { target: text, extension, candidates: closest },
  });
}

/** Several names start with it. */
export function ambiguousTarget(options: {
  readonly text: string;
  readonly extension: string;
  readonly candidates: readonly Pick<Revision, 'name'>[];
}): OrchestrateError {
  const { text, extension, candidates } = options;
  const names = candidates.map(({ name }) => name);
  const shown = names.slice(0, MAX_CANDIDATES);
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : '';
  return new OrchestrateError({
    code: 'TARGET.AMBIGUOUS',
    kind: 'usage',
    message: `${names.length} revisions of extension "${extension}" start with ${JSON.stringify(text)}: ${shown.join(', ')}${more}`,
    fix: 'Give more of the name.',
    meta: { target: text, extension, candidates: names },
  });
}

/** `+N` or `-N` goes further than there is. */
export function outOfRange(options: {
  readonly target: string;
  readonly extension: string;
  readonly available: number;
  readonly direction: 'forward' | 'back';
}): OrchestrateError {
  const { target, extension, available, direction } = options;
  const sign = direction === 'forward' ? '+' : '-';
  const what = direction === 'forward' ? 'pending' : 'applied';
  const end = direction === 'forward' ? 'head' : 'base';
  const count =
    available === 1 ? `1 revision is ${what}` : `${available === 0 ? 'no' : available} revisions are ${what}`;
  return new OrchestrateError({
    code: 'TARGET.OUT_OF_RANGE',
    kind: 'usage',
    message: `Cannot go ${target} in extension "${extension}": ${count}`,
    fix:
      available === 0
        ? `There is nothing to do in this direction.`
        : `Give ${sign}1 to ${sign}${available}, or ${end}.`,
    meta: { target, extension, available },
  });
}

/** `+N` or `-N` where only a fixed place makes sense. */
export function relativeTarget(options: { readonly target: string; readonly extension: string }): OrchestrateError {
  const { target, extension } = options;
  return new OrchestrateError({
    code: 'TARGET.RELATIVE',
    kind: 'usage',
    message: `Target ${JSON.stringify(target)} counts from what is applied, which is what stamping changes`,
    fix: `Give head, base, a revision's name or its start; \`orchestrate history --extension ${extension}\` shows all.`,
    meta: { target, extension },
  });
}

/** The target's own extension is not the one that was asked for. */
export function targetOfOtherExtension(options: {
  readonly target: string;
  readonly extension: string;
  readonly named: string;
}): OrchestrateError {
  const { target, extension, named } = options;
  return new OrchestrateError({
    code: 'TARGET.OTHER_EXTENSION',
    kind: 'usage',
    message: `Target ${JSON.stringify(target)} is of extension "${named}", but extension "${extension}" was chosen`,
    fix: `Add \`--extension ${named}\`, or give a target of "${extension}".`,
    meta: { target, extension, named },
  });
}

/** The revision is part of a squash, as this database has it. */
export function targetFolded(revision: RevisionId, squash: RevisionId): OrchestrateError {
  return new OrchestrateError({
    code: 'TARGET.FOLDED',
    kind: 'usage',
    message: `${revision} is folded into ${squash}, which this database has or is to get as one: there is no state within it`,
    fix: `Give ${revisionNameOf(squash)}, or what comes before or after it; \`orchestrate history --extension ${extensionOf(squash)}\` shows all.`,
    meta: { revision, squash },
  });
}

/** A point in time at which a squash is neither applied nor not. */
export function timeWithinSquash(time: string, squash: RevisionId): OrchestrateError {
  return new OrchestrateError({
    code: 'TARGET.FOLDED',
    kind: 'usage',
    message: `${time} lies within what is folded into ${squash}: there is no state of the database as of then`,
    fix: `Give a time before or after the revisions that are listed in "replaces" of ${squash}/revision.json.`,
    meta: { target: time, squash },
  });
}

/** Two targets of one extension. */
export function targetRepeated(extension: string, targets: readonly string[]): OrchestrateError {
  return new OrchestrateError({
    code: 'TARGET.REPEATED',
    kind: 'usage',
    message: `${targets.length} targets are of extension "${extension}": ${targets.join(', ')}`,
    fix: 'Give one target for each extension.',
    meta: { extension, targets },
  });
}

/** It looks like a point in time and is none. */
export function invalidTime(target: string): OrchestrateError {
  return new OrchestrateError({
    code: 'TARGET.INVALID_TIME',
    kind: 'usage',
    message: `${JSON.stringify(target)} is no point in time`,
    fix: 'Give a day (2026-03-01 or 20260301) or a time (2026-03-01T12:00:00Z or 20260301120000), in UTC.',
    meta: { target },
  });
}

/** One goal needs what another one reverts. */
export function targetConflict(target: RevisionId, needs: RevisionId): OrchestrateError {
  return new OrchestrateError({
    code: 'TARGET.CONFLICT',
    kind: 'usage',
    message: `The targets contradict each other: ${target} is to stay, and needs ${needs}, which is to be reverted`,
    fix: `Give an earlier target of "${extensionOf(target)}", or a later one of "${extensionOf(needs)}".`,
    meta: { target, needs },
  });
}

/** `--all` with a target that means a revision of one extension; `otherwise` is the other way out. */
export function targetOfAll(target: string, otherwise: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'TARGET.NEEDS_EXTENSION',
    message: `The target "${target}" means a revision of one extension, and all were asked for.`,
    fix: `Name the extension with --extension instead of --all, or ${otherwise}.`,
    meta: { target },
  });
}
