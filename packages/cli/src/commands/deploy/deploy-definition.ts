import type { CommandDefinition } from '../../command-definition.js';
import { UPGRADE_OPTIONS } from '../upgrade/upgrade-options.js';

export const deployDefinition: CommandDefinition = {
  name: 'deploy',
  summary: 'apply all revisions of all extensions (upgrade --all)',
  description: 'The same as `orchestrate upgrade --all`, by the name that Prisma users expect in a release pipeline.',
  options: UPGRADE_OPTIONS,
  examples: [
    { line: 'orchestrate deploy', does: 'bring every extension to its head' },
    { line: 'orchestrate deploy --json', does: 'the same for a program' },
  ],
  problems: 'with `--databases`, a database was not upgraded',
  load: async () => (await import('./deploy-command.js')).deployCommand,
  loadResultDocument: async () => (await import('../upgrade/upgrade-result.js')).upgradeResult(),
};
