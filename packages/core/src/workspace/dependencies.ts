import { CORE } from '../extension.js';
import type { Extension } from './workspace.js';

/** The direct dependencies of an extension with core, which is implied; in the order in which they are declared. */
export function directDependencies({ name, dependsOn }: Pick<Extension, 'name' | 'dependsOn'>): readonly string[] {
  return name === CORE ? [] : [...new Set([CORE, ...dependsOn])];
}
