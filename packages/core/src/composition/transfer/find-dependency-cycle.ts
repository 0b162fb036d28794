import { sorted } from '../../compare.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { findCycles } from '../../revisions/find-cycles.js';
import { resolveDependencies } from '../dependencies.js';
import type { CrossReference } from './cross-references.js';

/** One step of a circle: an extension that depends on the next, and why. */
export interface DependencyStep {
  readonly from: string;
  readonly to: string;
  /** The fields that refer to it; none where only the manifest says so. */
  readonly subjects: readonly string[];
}

/** Extensions that depend on each other; the last on the first. */
export type DependencyCycle = readonly DependencyStep[];

/** A circle among the extensions as they are declared and as they refer to each other; null where there is none. */
export function findDependencyCycle(
  sources: readonly ExtensionSource[],
  references: readonly CrossReference[],
): DependencyCycle | null {
  const { direct } = resolveDependencies(sources);
  const names = sorted(direct.keys());
  const numbers = new Map(names.map((name, index) => [name, index]));
  const neededBy = (name: string): readonly string[] => [
    ...(direct.get(name) ?? []),
    ...references.filter(({ from }) => from === name).map(({ to }) => to),
  ];
  const [cycle] = findCycles({
    nodes: names.map((_, index) => index),
    prerequisites: names.map((name) => [...new Set(neededBy(name))].map((other) => numbers.get(other) as number)),
  });
  if (cycle === undefined) return null;
  const path = cycle.map((index) => names[index] as string);
  return path.map((from, at) => {
    const to = path[(at + 1) % path.length] as string;
    const subjects = references.filter((each) => each.from === from && each.to === to).map(({ subject }) => subject);
    return { from, to, subjects: sorted(new Set(subjects)) };
  });
}
