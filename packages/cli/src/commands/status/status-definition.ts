import type { CommandDefinition } from '../../command-definition.js';
import { extensionOption } from '../shared-options.js';

export const statusDefinition: CommandDefinition = {
  name: 'status',
  summary: 'show what is applied, what is pending and what is wrong',
  description:
    'Compares the revisions on disk with the history tables: one line per extension ([x] up to date, [ ] pending, [!] with a problem), every problem with the command that resolves it, and what to do next. Revisions that wait to be applied are no problem, and neither are branches that are still to be joined, or histories of extensions that are gone; they are named. Changes nothing.',
  options: [
    extensionOption('look at only this extension'),
    {
      flags: '--sort <order>',
      description: 'core first, then by name (the default), or by name alone, or most pending or most problems first',
      choices: ['workspace', 'name', 'pending', 'problems'],
    },
  ],
  examples: [
    { line: 'orchestrate status', does: 'the whole workspace' },
    { line: 'orchestrate status --extension blog', does: 'one extension' },
    { line: 'orchestrate status --sort problems', does: 'what needs attention comes first' },
    { line: 'orchestrate status --json', does: 'the same for a program' },
  ],
  problems: 'something that must be resolved before the next upgrade',
  load: async () => (await import('./status-command.js')).statusCommand,
  loadResultDocument: async () => (await import('./status-result.js')).statusResult,
};
