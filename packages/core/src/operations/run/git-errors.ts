import { messageOf, OrchestrateError } from '../../errors.js';

/** There is no git to ask. */
export function gitNotInstalled(cause: unknown): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'GIT.NOT_INSTALLED',
    message: `git cannot be started: ${messageOf(cause)}`,
    fix: 'Install git, or put it on the PATH.',
    cause,
  });
}

/** A directory is in no repository, with git's own words where it was asked. */
export function noRepository(directory: string, said?: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'GIT.NO_REPOSITORY',
    message: `${directory} is in no git repository${said === undefined ? '.' : `: ${said}`}`,
    fix: 'Run `git init` first, or name a workspace in a repository with --cwd.',
    meta: { directory },
  });
}

/** A call that git refused. */
export interface FailedCall {
  readonly cwd: string;
  readonly args: readonly string[];
  /** On stderr. */
  readonly said: string;
}

/** Git says itself what is wrong. */
export function gitFailed({ cwd, args, said }: FailedCall): OrchestrateError {
  return new OrchestrateError({
    code: 'GIT.FAILED',
    message: `\`git ${args.join(' ')}\` failed in ${cwd}: ${said}`,
    fix: 'Do what git says, then run the command again.',
    meta: { directory: cwd },
  });
}
