import type { CommandDefinition } from '../../command-definition.js';
import { extensionOption } from '../shared-options.js';

export const historyDefinition: CommandDefinition = {
  name: 'history',
  summary: 'list all revisions in plan order with their state',
  description:
    'Lists every revision in the order in which a fresh database would get them: [x] applied, [ ] pending, [!] failed, [?] applied but missing on disk. Changes nothing.',
  options: [extensionOption('list only this extension')],
  examples: [
    { line: 'orchestrate history', does: 'all extensions, interleaved' },
    { line: 'orchestrate history --extension blog', does: 'one extension' },
  ],
  problems: null,
  load: async () => (await import('./history-command.js')).historyCommand,
  loadResultDocument: async () => (await import('./history-result.js')).historyResult,
};
