import type { CommandDefinition } from '../../command-definition.js';
import { DRY_RUN, extensionOption, LOCK_TIMEOUT } from '../shared-options.js';

export const repairDefinition: CommandDefinition = {
  name: 'repair',
  summary: 'record applied revisions that were edited as they are now',
  description:
    'For applied revisions whose migration.sql was edited on purpose: records the checksum of the file as it is, and keeps its down.sql anew. Nothing runs, so the database must have what the new text says already. Shows the difference from what was applied, as far as git knows it, and asks; without a yes at the prompt or `--yes` nothing is written and the exit code is 3.',
  arguments: [
    {
      name: 'revision',
      description: 'extension/name, or a name with --extension; all edited ones without',
      isList: true,
      completes: 'revision-id',
    },
  ],
  options: [
    extensionOption('only edited revisions of this extension'),
    { ...DRY_RUN, description: 'show what was edited; change nothing' },
    LOCK_TIMEOUT,
  ],
  examples: [
    { line: 'orchestrate repair --dry-run', does: 'show what was edited after it was applied' },
    { line: 'orchestrate repair blog/20260201093000_add_tags', does: 'record one revision as it is now' },
    { line: 'orchestrate repair --extension blog --yes', does: 'all of an extension, where there is no one to ask' },
  ],
  problems: null,
  load: async () => (await import('./repair-command.js')).repairCommand,
  loadResultDocument: async () => (await import('./repair-result.js')).repairResult,
};
