import type { ExtensionSource } from '../../fragment/extension-source.js';

/** How many schema files some extensions have. */
export function countFiles(sources: readonly ExtensionSource[], names: ReadonlySet<string>): number {
  return sources.filter(({ name }) => names.has(name)).reduce((sum, { files }) => sum + files.length, 0);
}
