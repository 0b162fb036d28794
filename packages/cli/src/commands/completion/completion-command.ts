import { basename } from 'node:path';
import { defineCommand } from '../../command.js';
import { completionScript, type Shell } from '../../completion/completion-script.js';
import { UsageError } from '../../usage-error.js';

interface CompletionFlags {
  readonly shell?: Shell;
}

/** A script and the shell that it is for. */
export interface CompletionResult {
  readonly shell: Shell;
  readonly script: string;
}

const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish'];

export const completionCommand = defineCommand<CompletionFlags, CompletionResult>({
  call: async ({ shell: given }, { environment }) => {
    const shell = given ?? shellOf(environment['SHELL']);
    return { shell, script: completionScript(shell) };
  },
  succeeded: () => true,
  render: ({ script }) => script,
});

function shellOf(path: string | undefined): Shell {
  const shell = SHELLS.find((each) => path !== undefined && each === basename(path));
  if (shell !== undefined) return shell;
  throw new UsageError({
    code: 'CLI.UNKNOWN_SHELL',
    message:
      path === undefined || path === ''
        ? 'SHELL is not set, so there is no telling which shell is to complete.'
        : `SHELL is ${path}, for which there is no completion.`,
    fix: 'Name the shell: `orchestrate completion bash`, `zsh` or `fish`.',
    meta: { shell: path ?? null },
  });
}
