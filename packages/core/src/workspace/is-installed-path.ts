/**
 * Whether a path is in what a package manager has put there: below a `node_modules`. Symbolic links, of which pnpm makes
 * many and a linked package of the workspace is one, must have been followed.
 */
export function isInstalledPath(file: string): boolean {
  return /(?:^|[\\/])node_modules[\\/]/.test(file);
}
