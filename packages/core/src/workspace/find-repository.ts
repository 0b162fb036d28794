import path from 'node:path';
import type { Environment } from '../config/environment.js';
import type { WorkspaceConfig } from '../config/read-config.js';
import { readStats } from '../config/read-text-file.js';
import { isInside, rootRelative } from '../config/root-relative.js';

/**
 * The top of the git repository or linked worktree that a directory is in, without asking git: in a hook its answer
 * depends on variables that are meant for the top alone.
 *
 * @param directory absolute
 * @returns absolute, null outside of any repository
 */
export function findRepository(directory: string, environment: Environment): string | null {
  const given = environment['GIT_WORK_TREE'];
  if (given !== undefined && given !== '' && isInside(path.resolve(given), directory)) return path.resolve(given);
  for (let here = directory; ; here = path.dirname(here)) {
    // A directory, or in worktrees and submodules a file.
    if (readStats(path.join(here, '.git')) !== null) return here;
    if (here === path.dirname(here)) return null;
  }
}

/**
 * Where a workspace is in its repository, relative to the top of that, with `/`: what programs of CI call a file starts
 * there. `.` for the top itself, and outside of any repository.
 */
export function directoryInRepository({ root, environment }: Pick<WorkspaceConfig, 'root' | 'environment'>): string {
  return rootRelative(findRepository(root, environment) ?? root, root);
}
