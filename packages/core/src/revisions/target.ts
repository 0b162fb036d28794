import { assertNever } from '../errors.js';
import type { Revision, RevisionId } from './revision.js';
import type { RevisionGraph } from './revision-graph.js';
import { ambiguousTarget, outOfRange, relativeTarget, targetOfOtherExtension, unknownTarget } from './target-errors.js';

/** What {@link resolveTarget} decides from. */
export interface ResolveTargetOptions {
  readonly graph: RevisionGraph;
  readonly applied: ReadonlySet<RevisionId>;
  readonly extension: string;
  /** `head`, `base`, `+N`, `-N`, a name, the start of one, or one of these after `extension/` or `extension@`. */
  readonly target: string;
  /** Whether `+N` and `-N` are refused: for what changes the very thing that they count from. */
  readonly isAbsolute?: boolean;
}

/** Where to go: before the first revision, or to these (none for `head` of an extension without revisions). */
export type ResolvedTarget =
  | { readonly kind: 'base' }
  | { readonly kind: 'revisions'; readonly ids: readonly RevisionId[] };

type Request =
  | { readonly kind: 'head' }
  | { readonly kind: 'base' }
  | { readonly kind: 'forward'; readonly count: number }
  | { readonly kind: 'back'; readonly count: number }
  | { readonly kind: 'name'; readonly text: string };

/** `extension/revision` or `extension@revision`. */
export const QUALIFIED = /^([a-z][a-z0-9-]{0,47})[/@](.+)$/;

/**
 * Finds the revisions that a target means. Several come back where the extension has diverged: `head` is then all of
 * its heads, and `+N` or `-N` whatever N steps in plan order lead to.
 *
 * @throws OrchestrateError of kind `usage` for a target that is unknown, ambiguous, out of range or of another extension
 */
export function resolveTarget(options: ResolveTargetOptions): ResolvedTarget {
  const { graph, applied, extension, target, isAbsolute = false } = options;
  const request = parseTarget(target, extension);
  if (isAbsolute && (request.kind === 'forward' || request.kind === 'back'))
    throw relativeTarget({ target, extension });
  const revisions = graph.revisionsOf(extension);
  switch (request.kind) {
    case 'base':
      return { kind: 'base' };
    case 'head':
      return { kind: 'revisions', ids: graph.headsOf(extension) };
    case 'forward': {
      const pending = revisions.filter(({ id }) => !applied.has(id));
      if (request.count === 0 || request.count > pending.length) {
        throw outOfRange({ target, extension, available: pending.length, direction: 'forward' });
      }
      return { kind: 'revisions', ids: headsAmong(graph, pending.slice(0, request.count)) };
    }
    case 'back': {
      const done = revisions.filter(({ id }) => applied.has(id));
      if (request.count === 0 || request.count > done.length) {
        throw outOfRange({ target, extension, available: done.length, direction: 'back' });
      }
      const left = done.slice(0, done.length - request.count);
      return left.length === 0 ? { kind: 'base' } : { kind: 'revisions', ids: headsAmong(graph, left) };
    }
    case 'name':
      return { kind: 'revisions', ids: [findByName({ text: request.text, extension, revisions, isAbsolute })] };
    default:
      return assertNever(request);
  }
}

function parseTarget(target: string, extension: string): Request {
  const [, named, rest] = QUALIFIED.exec(target) ?? [];
  if (named !== undefined && named !== extension) throw targetOfOtherExtension({ target, extension, named });
  const text = rest ?? target;
  if (text === 'head' || text === 'base') return { kind: text };
  const [, sign, digits] = /^([+-])(\d+)$/.exec(text) ?? [];
  if (sign !== undefined) return { kind: sign === '+' ? 'forward' : 'back', count: Number(digits) };
  return { kind: 'name', text };
}

/** Those of the given revisions that none of the others needs. */
function headsAmong(graph: RevisionGraph, revisions: readonly Revision[]): readonly RevisionId[] {
  const given = new Set(revisions.map(({ id }) => id));
  return [...given].filter((id) => !graph.childrenOf(id).some((child) => given.has(child)));
}

interface FindByNameOptions {
  readonly text: string;
  readonly extension: string;
  readonly revisions: readonly Revision[];
  readonly isAbsolute: boolean;
}

function findByName({ text, extension, revisions, isAbsolute }: FindByNameOptions): RevisionId {
  const exact = revisions.find(({ name }) => name === text);
  if (exact !== undefined) return exact.id;
  const starting = text === '' ? [] : revisions.filter(({ name }) => name.startsWith(text));
  const [only, ...others] = starting;
  if (only === undefined)
    throw unknownTarget({ text, extension, names: revisions.map(({ name }) => name), isAbsolute });
  if (others.length > 0) throw ambiguousTarget({ text, extension, candidates: starting });
  return only.id;
}
