import path from 'node:path';
import { isInside, rootRelative } from '../../config/root-relative.js';
import { OrchestrateError } from '../../errors.js';
import { gitFailed, noRepository } from '../run/git-errors.js';
import { type GitCall, runGit } from '../run/run-git.js';
import type { GitHook } from './git-hook.js';

/** What git says about the repository of a directory. */
export interface Repository {
  /** The top of the working tree. */
  readonly top: string;
  /** Where git looks for the hook. */
  readonly hookFile: string;
  /** Whether that is a place of this repository, and not one that it shares with others. */
  readonly hasOwnHooks: boolean;
  /** Where git looks unless it is told otherwise, as `core.hooksPath` may name it: in worktrees and submodules it is elsewhere. */
  readonly usualHooks: string;
}

/**
 * Asks git about the repository that a directory is in.
 *
 * @throws OrchestrateError `GIT.NOT_INSTALLED`, `GIT.NO_REPOSITORY`, `GIT.NO_WORK_TREE`, `GIT.FAILED`
 */
export async function readRepository(call: GitCall, hook: GitHook): Promise<Repository> {
  const isInTree = await askGit(['rev-parse', '--is-inside-work-tree'], call);
  if (isInTree !== 'true') throw noWorkTree(call.cwd);
  const top = path.resolve(await askGit(['rev-parse', '--show-toplevel'], call));
  const atTop = { ...call, cwd: top };
  // A relative core.hooksPath counts from the top, and git prints it as it stands.
  const hooks = path.resolve(top, await askGit(['rev-parse', '--git-path', 'hooks'], atTop));
  const common = path.resolve(top, await askGit(['rev-parse', '--git-common-dir'], atTop));
  const usual = path.join(common, 'hooks');
  return {
    top,
    hookFile: path.join(hooks, hook),
    hasOwnHooks: [top, common].some((directory) => isInside(directory, hooks)),
    // A relative one counts from the top of each worktree.
    usualHooks: isInside(top, usual) ? rootRelative(top, usual) : usual,
  };
}

async function askGit(args: readonly string[], { cwd, environment }: GitCall): Promise<string> {
  const { hasFailed, output, said } = await runGit(args, {
    cwd,
    environment: {
      ...environment,
      // What it says is read below.
      LC_ALL: 'C',
      // Within hooks git may name its folder alone, and would then take any directory for the top of the working tree.
      ...(environment['GIT_WORK_TREE'] === undefined ? { GIT_DIR: undefined } : {}),
    },
  });
  if (!hasFailed) return output.toString('utf8').replace(/\r?\n$/, '');
  throw /not a git repository/i.test(said) ? noRepository(cwd, said) : gitFailed({ cwd, args, said });
}

function noWorkTree(directory: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'GIT.NO_WORK_TREE',
    message: `${directory} is in no working tree: nothing is committed in a bare repository or in a .git folder.`,
    fix: 'Run the command in a clone, or name one with --cwd.',
    meta: { directory },
  });
}
