import type { CommandDefinition } from '../../command-definition.js';
import { extensionOption, FORMAT } from '../shared-options.js';

export const validateDefinition: CommandDefinition = {
  name: 'validate',
  summary: 'check all fragments and how they fit together',
  description:
    'Composes all fragments in memory and reports every problem with its file, line and column: names that clash, references to extensions that are not declared as dependencies, and whatever Prisma itself finds. Writes nothing and needs no database. With `--staged` it reads what git would commit, and checks only what that can affect; with files, what those can affect. See validate.md.',
  arguments: [
    {
      name: 'files',
      description: 'check only what these files or directories can affect; others than schemas are passed over',
      isList: true,
    },
  ],
  options: [
    extensionOption('check only this extension and what it depends on'),
    {
      flags: '--staged',
      description: 'read what is staged in git, and check only what that can affect',
      conflicts: ['extension'],
    },
    FORMAT,
  ],
  examples: [
    { line: 'orchestrate validate', does: 'check the whole workspace' },
    { line: 'orchestrate validate --extension blog', does: 'check one extension and its dependencies' },
    { line: 'orchestrate validate --staged', does: 'before a commit: check what it would change' },
    { line: 'orchestrate validate extensions/blog', does: 'check what a change there can affect' },
    { line: 'orchestrate validate --json', does: 'the same for a program' },
  ],
  problems: 'a finding of severity error',
  load: async () => (await import('./validate-command.js')).validateCommand,
  loadResultDocument: async () => (await import('./validate-result.js')).validateResult,
};
