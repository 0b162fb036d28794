import type { CommandDefinition } from '../../command-definition.js';

export const backupDefinition: CommandDefinition = {
  name: 'backup',
  summary: 'back the database up, or list the backups',
  description:
    'Copies the database as it is at one moment, history tables included, while others go on writing to it. A manifest beside the copy says what is in it: revisions, the rows of each table and what they add up to, and the checksum of the file. The backup appears under its name only when it is complete and proved whole. Then the oldest backups of this database beyond the number that is kept are removed; what else is in the folder stays.',
  options: [
    { flags: '--list', description: 'show the backups that there are; make none', conflicts: ['keep', 'checksums'] },
    { flags: '--location <directory>', description: 'the folder of backups (default: as configured)' },
    {
      flags: '--keep <count>',
      description: 'how many of this database are kept (default: as configured)',
      value: 'count',
    },
    { flags: '--no-checksums', description: 'only count the rows, which takes less time' },
  ],
  examples: [
    { line: 'orchestrate backup', does: 'back up' },
    { line: 'orchestrate backup --location /mnt/backups --keep 30', does: 'somewhere else, and keep more' },
    { line: 'orchestrate backup --list', does: 'show the backups, newest first' },
  ],
  problems: null,
  load: async () => (await import('./backup-command.js')).backupCommand,
  loadResultDocument: async () => (await import('./backup-result.js')).backupResult,
};
