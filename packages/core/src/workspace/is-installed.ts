import type { Extension } from './workspace.js';

/** What npm has put there is its author's to change; a package of the workspace itself is only linked. */
export function isInstalled({ packageName, directory }: Extension): boolean {
  return packageName !== null && /[\\/]node_modules[\\/]/.test(directory);
}
