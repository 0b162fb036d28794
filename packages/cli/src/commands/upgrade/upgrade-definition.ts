import type { CommandDefinition } from '../../command-definition.js';
import { UPGRADE_OPTIONS } from './upgrade-options.js';

export const upgradeDefinition: CommandDefinition = {
  name: 'upgrade',
  summary: 'apply revisions to the database',
  description:
    'Applies what is not applied yet, in one plan over all extensions; what the target requires of other extensions comes along. Each revision and its history row commit together, so a failure or an interruption loses nothing: run the same command again. With `--databases` it does that for many databases, several at a time, each for itself; `docs/fleets.md` says more.',
  options: [
    { flags: '--extension <name>', description: 'the extension to upgrade (default: core)', conflicts: ['all'] },
    { flags: '--all', description: 'upgrade all extensions', conflicts: ['extension'] },
    {
      flags: '--target <targets>',
      description:
        'a revision, +N for the next N, or head (the default); of another extension: blog@+1; several: blog@+1,core@head; with --all head, or a day or time in UTC',
      completes: { target: ['head', '+1'] },
    },
    ...UPGRADE_OPTIONS,
  ],
  examples: [
    { line: 'orchestrate upgrade --all', does: 'bring every extension to its head' },
    { line: 'orchestrate upgrade --extension blog --target +1', does: 'only the next revision of blog' },
    {
      line: 'orchestrate upgrade --target core@20260201,blog@head',
      does: 'several extensions, each as far as it is to go',
    },
    { line: 'orchestrate upgrade --all --target 2026-03-01', does: 'everything that there was at the end of that day' },
    { line: 'orchestrate upgrade --all --dry-run', does: 'show the plan' },
    { line: 'orchestrate upgrade --all --databases tenants.txt', does: 'the same for every database of a list' },
    {
      line: 'orchestrate upgrade --all --databases tenants.mts --canary 3 --shard 2/8',
      does: 'the second of eight parts, three databases first',
    },
    { line: 'orchestrate upgrade --all --sql > upgrade.sql', does: 'have a person read and run the SQL' },
  ],
  problems: 'with `--databases`, a database was not upgraded',
  load: async () => (await import('./upgrade-command.js')).upgradeCommand,
  loadResultDocument: async () => (await import('./upgrade-result.js')).upgradeResult(),
};
