import { CORE } from '../../extension.js';
import { dependencyPath, namesIn, neededDependencies } from '../needed-dependencies.js';
import { dependsOn } from '../schema-index.js';
import { extensionsInScope, type FixContext } from './fix-context.js';
import type { Mend } from './mend.js';

/**
 * A reference to a model of an extension that is not declared as a dependency, unless declaring it would close a circle, or
 * make it doubtful what another reference means: names that clash come first then.
 */
export function addDependencies(context: FixContext): readonly Mend[] {
  const { index } = context;
  const needed = neededDependencies(index);
  return extensionsInScope(context).flatMap((fragment) => {
    const { extension } = fragment;
    const names = new Set(namesIn(fragment));
    const isDoubtful = (other: string): boolean =>
      [...names].some((name) => {
        const owners = (index.declarations.get(name) ?? []).map((each) => each.extension);
        return owners.length > 1 && owners.includes(other) && !owners.includes(extension);
      });
    return [...(needed.get(extension) ?? [])]
      .filter((other) => other !== CORE && !dependsOn(index, extension, other))
      .filter((other) => !isDoubtful(other))
      .filter((other) => dependencyPath(needed, { from: other, to: extension }) === null)
      .map((other): Mend => {
        const summary = `${extension} depends on ${other}, which it refers to`;
        return { rule: 'missing-dependency', extension, summary, changes: [], dependsOn: [other] };
      });
  });
}
