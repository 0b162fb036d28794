import { OrchestrateError } from '../errors.js';
import { closestNames } from './closest-names.js';
import type { Revision } from './revision.js';

const MAX_CANDIDATES = 5;

/** Nothing goes by that name. */
export function unknownTarget(options: {
  readonly text: string;
  readonly extension: string;
  readonly names: readonly string[];
  readonly isAbsolute: boolean;
}): OrchestrateError {
  const { text, extension, names, isAbsolute } = options;
  const closest = closestNames({ wanted: text, names, limit: MAX_CANDIDATES });
  const reason = names.length === 0 ? ', which has none' : '';
  const show = `\`orchestrate history --extension ${extension}\` shows all`;
  return new OrchestrateError({
    code: 'TARGET.UNKNOWN',
    kind: 'usage',
    message: `No revision ${JSON.stringify(text)} in extension "${extension}"${reason}`,
    fix:
      closest.length === 0
        ? `Give head, base, ${isAbsolute ? '' : '+N, -N, '}a revision's name or its start; ${show}.`
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
