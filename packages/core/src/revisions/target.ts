import { assertNever } from '../errors.js';
import type { Revision, RevisionId } from './revision.js';
import { revisionId } from './revision.js';
import type { RevisionGraph } from './revision-graph.js';
import {
  ambiguousTarget,
  outOfRange,
  relativeTarget,
  targetFolded,
  targetOfOtherExtension,
  unknownTarget,
} from './target-errors.js';

/** What {@link resolveTarget} decides from. */
export interface ResolveTargetOptions {
  readonly graph: RevisionGraph;
  readonly applied: ReadonlySet<RevisionId>;
  readonly extension: string;
  /** `head`, `base`, `+N`, `-N`, a name, the start of one, or one of these after `extension/` or `extension@`. */
  readonly target: string;
  /** Whether `+N` and `-N` are refused: for what changes the very thing that they count from. */
  readonly isAbsolute?: boolean;
  /** Revisions that a squash stands for, by whose name nothing can be reached any more. */
  readonly foldedInto?: ReadonlyMap<RevisionId, RevisionId>;
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
  const { target, extension } = options;
  const [, named, rest] = QUALIFIED.exec(target) ?? [];
  if (named !== undefined && named !== extension) throw targetOfOtherExtension({ target, extension, named });
  return resolveUnqualified({ ...options, target: rest ?? target });
}

/**
 * As {@link resolveTarget}, for a target that names no extension: whatever stands before a `@` is part of the name.
 *
 * @throws OrchestrateError of kind `usage`
 */
export function resolveUnqualified(options: ResolveTargetOptions): ResolvedTarget {
  const { graph, applied, extension, target, isAbsolute = false } = options;
  const request = parseTarget(target);
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
      return { kind: 'revisions', ids: [findByName(request.text, options)] };
    default:
      return assertNever(request);
  }
}

function parseTarget(text: string): Request {
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

function findByName(text: string, options: ResolveTargetOptions): RevisionId {
  const { graph, extension, isAbsolute = false, foldedInto = new Map<RevisionId, RevisionId>() } = options;
  const revisions = graph.revisionsOf(extension);
  const exact = revisionId(extension, text);
  if (graph.byId.has(exact)) return exact;
  const squash = foldedInto.get(exact);
  if (squash !== undefined) throw targetFolded(exact, squash);
  const starting = startingWith(text, revisions);
  const [only, ...others] = starting;
  if (others.length > 0) throw ambiguousTarget({ text, extension, candidates: starting });
  if (only !== undefined) return only.id;
  const folded = [...foldedInto].find(([id]) => text !== '' && id.startsWith(exact));
  if (folded !== undefined) throw targetFolded(...folded);
  const names = revisions.map(({ name }) => name);
  throw unknownTarget({
    text,
    extension,
    names,
    accepts: isAbsolute ? 'absolute' : 'all',
    elsewhere: isAbsolute ? [] : findElsewhere(text, graph),
  });
}

function startingWith(text: string, revisions: readonly Revision[]): readonly Revision[] {
  return text === '' ? [] : revisions.filter(({ name }) => name.startsWith(text));
}

/** What a target without an extension could have meant in the others. */
function findElsewhere(text: string, graph: RevisionGraph): readonly string[] {
  const heads = graph.extensions.includes(text) ? [`${text}@head`] : [];
  return [...heads, ...startingWith(text, graph.order).map(({ extension, name }) => `${extension}@${name}`)];
}
