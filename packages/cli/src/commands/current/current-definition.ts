import type { CommandDefinition } from '../../command-definition.js';
import { extensionOption } from '../shared-options.js';

export const currentDefinition: CommandDefinition = {
  name: 'current',
  summary: 'show where each extension stands in the database',
  description: 'Shows the last applied revision of each extension, and whether that is its head. Changes nothing.',
  options: [extensionOption('show only this extension')],
  examples: [
    { line: 'orchestrate current', does: 'one line per extension' },
    { line: 'orchestrate current --extension blog --json', does: 'one extension, for a program' },
  ],
  problems: null,
  load: async () => (await import('./current-command.js')).currentCommand,
  loadResultDocument: async () => (await import('./current-result.js')).currentResult,
};
