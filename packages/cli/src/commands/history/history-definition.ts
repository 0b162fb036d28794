import type { CommandDefinition } from '../../command-definition.js';
import { extensionOption } from '../shared-options.js';

export const historyDefinition: CommandDefinition = {
  name: 'history',
  summary: 'list all revisions in plan order with their state',
  description:
    'Lists every revision in the order in which a fresh database would get them: [x] applied, [ ] pending, [!] failed, [?] applied but missing on disk. A pending one that others have overtaken is `out of order`: the next upgrade applies it. With `--graph` the extensions are drawn as lanes, and what a revision requires as a line to it. Changes nothing.',
  options: [
    extensionOption('list only this extension'),
    { flags: '--graph', description: 'draw how the extensions interleave', conflicts: ['sort'] },
    { flags: '--ascii', description: 'draw with ASCII alone, as where the locale is not UTF-8' },
    {
      flags: '--sort <order>',
      description: 'plan order (the default), or as they were applied',
      choices: ['plan', 'applied'],
    },
    { flags: '--reverse', description: 'last first' },
  ],
  examples: [
    { line: 'orchestrate history', does: 'all extensions, interleaved' },
    { line: 'orchestrate history --extension blog', does: 'one extension' },
    { line: 'orchestrate history --graph', does: 'all extensions as lanes' },
    { line: 'orchestrate history --sort applied --reverse', does: 'what was applied last comes first' },
  ],
  problems: null,
  load: async () => (await import('./history-command.js')).historyCommand,
  loadResultDocument: async () => (await import('./history-result.js')).historyResult,
};
