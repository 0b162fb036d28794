import type { CommandDefinition } from '../../command-definition.js';

export const installHookDefinition: CommandDefinition = {
  name: 'install-hook',
  summary: 'check what is staged before every commit',
  description:
    "Installs a git hook that runs `orchestrate validate --staged`, in the place where git looks for it. A hook of other making is never changed: the error shows the line to add to it. Where husky, lefthook or pre-commit has the hooks of the repository, the error shows what to add to that tool's file. A hook of its own is brought up to date. See pre-commit.md.",
  options: [
    {
      flags: '--hook <name>',
      description: 'which hook: before a commit (the default), or before a merge commits by itself',
      choices: ['pre-commit', 'pre-merge-commit'],
    },
    { flags: '--remove', description: 'remove the hook, if it is one of ours' },
    { flags: '--dry-run', description: 'show the hook and what would be done with it; change nothing' },
  ],
  examples: [
    { line: 'orchestrate install-hook', does: 'check every commit' },
    { line: 'orchestrate install-hook --hook pre-merge-commit', does: 'check merges, too' },
    { line: 'orchestrate install-hook --dry-run', does: 'show the script' },
    { line: 'orchestrate install-hook --remove', does: 'check no longer' },
  ],
  problems: null,
  load: async () => (await import('./install-hook-command.js')).installHookCommand,
  loadResultDocument: async () => (await import('./install-hook-result.js')).installHookResult,
};
