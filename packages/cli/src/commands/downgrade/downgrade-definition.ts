import type { CommandDefinition } from '../../command-definition.js';
import { DRY_RUN, LOCK_TIMEOUT, SQL, txOption } from '../shared-options.js';

export const downgradeDefinition: CommandDefinition = {
  name: 'downgrade',
  summary: 'revert revisions',
  description:
    'Runs down.sql of what comes after the targets, last first. Refused, by name, when an applied revision of another extension depends on what would be reverted (--cascade reverts that too), and when a down.sql is missing. Tables and columns that hold data are listed with the number of rows and need a yes at the prompt, `--yes` or `--allow-destructive`; without it nothing is reverted and the exit code is 3.',
  options: [
    { flags: '--extension <name>', description: 'the extension to downgrade (default: core)', conflicts: ['all'] },
    {
      flags: '--all',
      description: 'downgrade all extensions, to base or to a point in time',
      conflicts: ['extension'],
    },
    {
      flags: '--target <targets>',
      description:
        'the revision to go back to, -N for N back, or base to revert all; of another extension: blog@-1; several: blog@-1,core@base; with --all base, or a day or time in UTC',
      completes: { target: ['-1', 'base'] },
      required: true,
    },
    { flags: '--cascade', description: 'revert what depends on it in other extensions, too' },
    { flags: '--allow-destructive', description: 'consent to losing the data in what is reverted' },
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
    {
      line: 'orchestrate downgrade --target core@20260201,blog@base --cascade --allow-destructive',
      does: 'several at once, with all that depends on them, where there is no one to ask',
    },
    {
      line: 'orchestrate downgrade --all --target 2026-03-01 --dry-run',
      does: 'back to how it was at the end of a day',
    },
  ],
  problems: null,
  load: async () => (await import('./downgrade-command.js')).downgradeCommand,
  loadResultDocument: async () => (await import('../migration-result.js')).migrationResult('downgrade'),
};
