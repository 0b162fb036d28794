import path from 'node:path';

/** Where this tool keeps what only saves time, in the `node_modules` of a directory. */
export function cacheFolder(directory: string): string {
  return path.join(directory, 'node_modules', '.cache', 'prisma-orchestrate');
}
