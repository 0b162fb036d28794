import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../config/environment.js';
import { isInside } from '../../config/root-relative.js';
import { OrchestrateError } from '../../errors.js';
import { findRepository } from '../../workspace/find-repository.js';
import { fileNamesIn, runGit } from '../run/run-git.js';

/** What git does with files. */
export interface GitFiles {
  /** Those of these paths that are in the index, or hold something that is. Absolute. */
  readonly tracked: ReadonlySet<string>;
  /** Those that it ignores. */
  readonly ignored: ReadonlySet<string>;
}

/** What to ask git about. */
export interface ReadGitFilesOptions {
  readonly root: string;
  readonly environment: Environment;
  readonly timeoutMs: number;
  /** Absolute; what lies outside of the repository is left out. */
  readonly paths: readonly string[];
}

/** What git does with these files; null outside of any repository, and where there is no git. */
export async function readGitFiles(options: ReadGitFilesOptions): Promise<GitFiles | null> {
  const { root, environment, timeoutMs } = options;
  const top = findRepository(root, environment);
  if (top === null) return null;
  const real = realpathSync.native(top);
  const paths = options.paths.filter((each) => isInside(top, each) && each !== top);
  const names = paths.map((each) => path.relative(top, each).replaceAll(path.sep, '/'));
  const call = { cwd: real, environment, timeoutMs };
  const absolute = (name: string): string => path.join(top, ...name.split('/'));
  try {
    const listed = await runGit(['ls-files', '-z', '--', ...names.map((name) => `:(literal)${name}`)], call);
    // Its exit code only says whether it found one.
    const ignored = await runGit(['check-ignore', '-z', '--no-index', '--stdin'], { ...call, input: names.join('\0') });
    if (listed.hasFailed) return null;
    const files = fileNamesIn(listed.output);
    return {
      tracked: new Set(
        paths.filter((_path, at) => files.some((file) => file === names[at] || file.startsWith(`${names[at]}/`))),
      ),
      ignored: new Set(fileNamesIn(ignored.output).map(absolute)),
    };
  } catch (error) {
    if (error instanceof OrchestrateError && error.code === 'GIT.NOT_INSTALLED') return null;
    throw error;
  }
}
