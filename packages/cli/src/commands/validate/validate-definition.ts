import type { CommandDefinition } from '../../command-definition.js';
import { extensionOption, FORMAT } from '../shared-options.js';

export const validateDefinition: CommandDefinition = {
  name: 'validate',
  summary: 'check all fragments and how they fit together',
  description:
    'Composes all fragments in memory and reports every problem with its file, line and column: names that clash, references to extensions that are not declared as dependencies, and whatever Prisma itself finds. Writes nothing and needs no database.',
  options: [extensionOption('check only this extension and what it depends on'), FORMAT],
  examples: [
    { line: 'orchestrate validate', does: 'check the whole workspace' },
    { line: 'orchestrate validate --extension blog', does: 'check one extension and its dependencies' },
    { line: 'orchestrate validate --json', does: 'the same for a program' },
  ],
  problems: 'a finding of severity error',
  load: async () => (await import('./validate-command.js')).validateCommand,
  loadResultDocument: async () => (await import('./validate-result.js')).validateResult,
};
