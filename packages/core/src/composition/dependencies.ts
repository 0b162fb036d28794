import { compareCodeUnits, sorted } from '../compare.js';
import { CORE } from '../extension.js';
import type { Finding, RelatedPlace, SourcePosition } from '../findings.js';
import type { ExtensionSource } from '../fragment/extension-source.js';
import { closestNames } from '../revisions/closest-names.js';
import { findCycles } from '../revisions/find-cycles.js';

/** Who needs whom, as declared. */
export interface Dependencies {
  /** Dependencies first, ties by code unit. */
  readonly order: readonly string[];
  /** Direct dependencies, `core` included, unknown ones left out; in code-unit order. */
  readonly direct: ReadonlyMap<string, readonly string[]>;
  readonly findings: readonly Finding[];
}

/** Reads `dependsOn` of every extension and puts them in order; members of a cycle come last. */
export function resolveDependencies(sources: readonly ExtensionSource[]): Dependencies {
  const byName = new Map(sources.map((source) => [source.name, source]));
  const names = sorted(byName.keys());
  const findings: Finding[] = [];
  const direct = new Map<string, readonly string[]>();
  for (const name of names) {
    const source = byName.get(name) as ExtensionSource;
    const known = new Set<string>(name !== CORE && byName.has(CORE) ? [CORE] : []);
    for (const dependency of sorted(new Set(source.dependsOn))) {
      if (dependency === name) findings.push(selfDependency(source));
      else if (byName.has(dependency)) known.add(dependency);
      else if (dependency !== CORE) findings.push(unknownDependency(source, { dependency, names }));
    }
    direct.set(name, sorted(known));
  }
  findings.push(...findCyclesByName(names, { direct, byName }));
  return { order: orderByDependency(names, direct), direct, findings };
}

/** The extension and everything it depends on, directly or not. */
export function dependencyClosure(extension: string, direct: Dependencies['direct']): ReadonlySet<string> {
  const closure = new Set([extension]);
  for (const name of closure) for (const dependency of direct.get(name) ?? []) closure.add(dependency);
  return closure;
}

/** The line of a manifest that declares these dependencies; `core` comes first, as people write it. */
export function manifestLine(dependsOn: Iterable<string>): string {
  const others = sorted(new Set(dependsOn)).filter((name) => name !== CORE);
  return `"orchestrate": { "dependsOn": [${[CORE, ...others].map((name) => JSON.stringify(name)).join(', ')}] }`;
}

function orderByDependency(names: readonly string[], direct: Dependencies['direct']): readonly string[] {
  const order = new Set<string>();
  let left = names;
  while (left.length > 0) {
    const next = left.find((name) => (direct.get(name) ?? []).every((dependency) => order.has(dependency)));
    // Only a cycle leaves none that is free.
    if (next === undefined) break;
    order.add(next);
    left = left.filter((name) => name !== next);
  }
  return [...order, ...left];
}

function findCyclesByName(
  names: readonly string[],
  known: { readonly direct: Dependencies['direct']; readonly byName: ReadonlyMap<string, ExtensionSource> },
): readonly Finding[] {
  const numbers = new Map(names.map((name, index) => [name, index]));
  const cycles = findCycles({
    nodes: names.map((_, index) => index),
    prerequisites: names.map((name) => (known.direct.get(name) ?? []).map((other) => numbers.get(other) as number)),
  });
  return cycles.map((cycle) => {
    const path = cycle.map((index) => known.byName.get(names[index] as string) as ExtensionSource);
    const first = path[0] as ExtensionSource;
    return {
      code: 'COMPOSITION.DEPENDENCY_CYCLE',
      severity: 'error',
      message: `Extensions depend on each other: ${[...path, first].map(({ name }) => name).join(' → ')}.`,
      extension: first.name,
      where: manifestStart(first),
      fix: path.some(({ name }) => name === CORE)
        ? `Remove dependsOn from core (${manifestOf(path, CORE)}): every extension depends on core, so core can depend on none.`
        : `Remove one of these names from "dependsOn" in ${path.map(({ manifestPath }) => manifestPath).join(' or ')}, and move the models that need each other into one extension.`,
      related: path.map((source, index): RelatedPlace => {
        const next = path[(index + 1) % path.length] as ExtensionSource;
        return {
          extension: source.name,
          message: `${source.name} depends on ${next.name}`,
          where: manifestStart(source),
        };
      }),
    };
  });
}

function manifestOf(path: readonly ExtensionSource[], name: string): string {
  return path.find((source) => source.name === name)?.manifestPath ?? name;
}

function selfDependency(source: ExtensionSource): Finding {
  return {
    code: 'COMPOSITION.SELF_DEPENDENCY',
    severity: 'error',
    message: `${source.name} depends on itself.`,
    extension: source.name,
    where: manifestStart(source),
    fix: `Remove "${source.name}" from "dependsOn" in ${source.manifestPath}.`,
    related: [],
  };
}

function unknownDependency(
  source: ExtensionSource,
  { dependency, names }: { readonly dependency: string; readonly names: readonly string[] },
): Finding {
  const close = closestNames({ wanted: dependency, names: names.filter((name) => name !== source.name) });
  const meant = close.length === 0 ? '' : ` Or did you mean ${close.map((name) => `"${name}"`).join(' or ')}?`;
  return {
    code: 'COMPOSITION.UNKNOWN_DEPENDENCY',
    severity: 'error',
    message: `${source.name} depends on "${dependency}", and this workspace has no extension of that name.`,
    extension: source.name,
    where: manifestStart(source),
    fix: `Add the extension to the workspace, or remove "${dependency}" from "dependsOn" in ${source.manifestPath}.${meant}`,
    related: [],
  };
}

/** Manifests are not read here, so a finding can only name the file. */
export function manifestStart(source: ExtensionSource): SourcePosition {
  return { file: source.manifestPath, line: 1, column: 1 };
}

/** Orders extensions as the composition does, then files and offsets within them. */
export function byOrder(order: readonly string[]): (left: OrderedPlace, right: OrderedPlace) => number {
  const ranks = new Map(order.map((name, index) => [name, index]));
  const rank = (name: string) => ranks.get(name) ?? order.length;
  return (left, right) =>
    rank(left.file.extension) - rank(right.file.extension) ||
    compareCodeUnits(left.file.path, right.file.path) ||
    left.offset - right.offset;
}

interface OrderedPlace {
  readonly file: { readonly extension: string; readonly path: string };
  readonly offset: number;
}
