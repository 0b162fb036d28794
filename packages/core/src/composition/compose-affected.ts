import { CORE } from '../extension.js';
import type { Finding } from '../findings.js';
import type { ExtensionSource } from '../fragment/extension-source.js';
import { claimedNames } from './claimed-names.js';
import { type ComposeOptions, compose } from './compose.js';
import type { Composition } from './composition.js';
import { dependencyClosure, resolveDependencies } from './dependencies.js';
import { mayClash, mayName } from './may-clash.js';

/** What {@link composeAffected} makes. */
export interface AffectedComposition {
  readonly composition: Composition;
  /** The affected extensions and what they depend on; whatever else is composed may clash with them. */
  readonly closure: ReadonlySet<string>;
}

/** What to compose. */
export interface ComposeAffectedOptions extends Pick<ComposeOptions, 'outputDirectory'> {
  /** The extensions whose findings are wanted. */
  readonly affected: ReadonlySet<string>;
}

/**
 * Composes some extensions with what they depend on, and of all others only those that may clash with them: the findings
 * that {@link isCausedBy} picks out are those of the whole composition, in a part of the time.
 */
export function composeAffected(
  sources: readonly ExtensionSource[],
  { affected, outputDirectory }: ComposeAffectedOptions,
): AffectedComposition {
  const { direct } = resolveDependencies(sources);
  const closureOf = (names: Iterable<string>): ReadonlySet<string> =>
    new Set([...names].flatMap((name) => [...dependencyClosure(name, direct)]));
  const closure = closureOf(affected);
  // A model may name the database schema of an extension that it does not depend on.
  const namespaces = sources.flatMap(({ name, namespace }) => (name === CORE ? [] : (namespace ?? [])));
  const claimed = claimedNames(
    sources.filter(({ name }) => closure.has(name)),
    { about: affected, namespaces },
  );
  const others = sources.filter(
    ({ name, files }) => !closure.has(name) && (claimed === null || mayClash(files, claimed)),
  );
  const composed = withNamers(sources, {
    composed: closureOf([...closure, ...others.map(({ name }) => name)]),
    affected,
    closureOf,
  });
  const composition = compose(
    sources.filter(({ name }) => composed.has(name)),
    { outputDirectory, namespaces },
  );
  return { composition, closure };
}

interface Namers {
  readonly composed: ReadonlySet<string>;
  readonly affected: ReadonlySet<string>;
  readonly closureOf: (names: Iterable<string>) => ReadonlySet<string>;
}

/**
 * With the extensions that may name the opposite fields of those that are not affected: without them these would get
 * default names, which nobody else sees. Whoever names those of affected ones is affected, or looked at already.
 */
function withNamers(
  sources: readonly ExtensionSource[],
  { composed, affected, closureOf }: Namers,
): ReadonlySet<string> {
  const named = sources.filter(({ name }) => name !== CORE && composed.has(name) && !affected.has(name));
  if (named.length === 0) return composed;
  const namers = sources.filter(({ name, files }) => !composed.has(name) && mayName(files, named));
  if (namers.length === 0) return composed;
  const more = closureOf([...composed, ...namers.map(({ name }) => name)]);
  return withNamers(sources, { composed: more, affected, closureOf });
}

/** Whether a change of affected extensions can be the cause; a finding about none of all is about the whole. */
export function isCausedBy(
  { affected, closure }: { readonly affected: ReadonlySet<string>; readonly closure: ReadonlySet<string> },
  { code, extension, related }: Finding,
): boolean {
  if (extension === null || affected.has(extension)) return true;
  // What else is wrong in an extension that is not affected is for its own author to mend.
  if (!closure.has(extension) && !code.endsWith('_CLASH')) return false;
  return related.some((place) => affected.has(place.extension));
}
