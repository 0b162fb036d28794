import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../config/environment.js';
import { isInside } from '../../config/root-relative.js';
import { OrchestrateError } from '../../errors.js';
import { findRepository } from '../../workspace/find-repository.js';
import { callGit, fileNamesIn, runGit } from '../run/run-git.js';

/** What git does with files. */
export interface GitFiles {
  readonly kind: 'read';
  /** Those of these paths that are in the index, or hold something that is. Absolute. */
  readonly tracked: ReadonlySet<string>;
  /** Those that it ignores. */
  readonly ignored: ReadonlySet<string>;
}

/** Why git cannot be asked. */
export interface NoGitFiles {
  readonly kind: 'unavailable';
  readonly reason: string;
}

/** What to ask git about. */
export interface ReadGitFilesOptions {
  readonly root: string;
  readonly environment: Environment;
  readonly timeoutMs: number;
  /** Absolute; what lies outside of the repository is left out. */
  readonly paths: readonly string[];
}

/** What git does with these files. */
export async function readGitFiles(options: ReadGitFilesOptions): Promise<GitFiles | NoGitFiles> {
  const { root, environment, timeoutMs } = options;
  const top = findRepository(root, environment);
  if (top === null) return { kind: 'unavailable', reason: 'there is no git repository' };
  const real = realpathSync.native(top);
  const paths = options.paths.filter((each) => isInside(top, each) && each !== top);
  // Without a path, git would tell of all.
  if (paths.length === 0) return { kind: 'read', tracked: new Set(), ignored: new Set() };
  const names = paths.map((each) => path.relative(top, each).replaceAll(path.sep, '/'));
  const call = { cwd: real, environment, timeoutMs };
  const absolute = (name: string): string => path.join(top, ...name.split('/'));
  try {
    const listed = await callGit(['ls-files', '-z', '--', ...names.map((name) => `:(literal)${name}`)], call);
    // Its exit code only says whether it found one.
    const ignored = await runGit(['check-ignore', '-z', '--no-index', '--stdin'], { ...call, input: names.join('\0') });
    const files = fileNamesIn(listed);
    return {
      kind: 'read',
      tracked: new Set(
        paths.filter((_path, at) => files.some((file) => file === names[at] || file.startsWith(`${names[at]}/`))),
      ),
      ignored: new Set(fileNamesIn(ignored.output).map(absolute)),
    };
  } catch (error) {
    if (!(error instanceof OrchestrateError)) throw error;
    // It may be missing, or refuse a repository of somebody else.
    return { kind: 'unavailable', reason: error.message };
  }
}
