import type { CommandDefinition } from '../../command-definition.js';

export const completionDefinition: CommandDefinition = {
  name: 'completion',
  summary: 'print what makes a shell complete command lines',
  description:
    'Prints a script for bash, zsh or fish, after which Tab completes commands, options and their values, extensions, revisions and models by the names that the workspace has. Source it where the shell starts, or save it where the shell looks for such scripts. See completion.md.',
  arguments: [
    {
      name: 'shell',
      description: 'the shell (default: that of SHELL)',
      choices: ['bash', 'zsh', 'fish'],
      isOptional: true,
    },
  ],
  options: [],
  examples: [
    {
      line: 'orchestrate completion bash > ~/.orchestrate.bash',
      does: 'then `source ~/.orchestrate.bash` in ~/.bashrc',
    },
    { line: 'orchestrate completion zsh > ~/.orchestrate.zsh', does: 'then source it in ~/.zshrc, behind compinit' },
    {
      line: 'orchestrate completion fish > ~/.config/fish/completions/orchestrate.fish',
      does: 'once; fish finds it there',
    },
  ],
  problems: null,
  load: async () => (await import('./completion-command.js')).completionCommand,
  loadResultDocument: async () => (await import('./completion-result.js')).completionResult,
};
