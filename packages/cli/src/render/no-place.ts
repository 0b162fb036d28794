import { posix } from 'node:path';
import type { SourcePosition } from '@prisma-orchestrate/core';

/**
 * Where a finding is shown that concerns the workspace as a whole. GitLab wants a place for everything, and GitHub's code
 * scanning refuses a whole log for one result without.
 *
 * @param directory where the workspace is in its repository
 */
export function noPlace(directory: string): SourcePosition {
  return { file: posix.join(directory, 'package.json'), line: 1, column: 1 };
}
