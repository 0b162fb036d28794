import type { CommandDefinition } from '../../command-definition.js';
import { DRY_RUN, extensionOption, LOCK_TIMEOUT, SQL, txOption } from '../shared-options.js';

export const downgradeDefinition: CommandDefinition = {
  name: 'downgrade',
  summary: 'revert revisions of one extension',
  description:
    'Runs down.sql of what comes after the target, last first. Refused, by name, when an applied revision of another extension depends on what would be reverted.',
  options: [
    extensionOption('the extension to downgrade (default: core)'),
    {
      flags: '--target <revision>',
      description: 'the revision to go back to, -N for N back, or base to revert all',
      required: true,
    },
    DRY_RUN,
    SQL,
    txOption(['revision', 'all', 'none']),
    LOCK_TIMEOUT,
  ],
  examples: [
    { line: 'orchestrate downgrade --extension blog --target -1', does: 'revert the last revision of blog' },
    {
      line: 'orchestrate downgrade --extension blog --target base --dry-run',
      does: 'what it takes to revert all of it',
    },
  ],
  problems: null,
  load: async () => (await import('./downgrade-command.js')).downgradeCommand,
  loadResultDocument: async () => (await import('../migration-result.js')).migrationResult('downgrade'),
};
