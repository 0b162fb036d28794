import type { BackupResult } from '@prisma-orchestrate/core';
import { DATABASE_FIELD } from '../../docs/common-fields.js';
import { documentResult } from '../../docs/result-document.js';
import { EXAMPLE_BACKUP, listedBackupFields } from '../listed-backup-fields.js';

export const backupResult = documentResult<BackupResult>({
  fields: [
    DATABASE_FIELD,
    { path: 'directory', type: 'string', means: 'The folder of backups, absolute' },
    { path: 'made', type: 'object | null', means: 'The backup that was made; null with `--list`' },
    ...listedBackupFields('made'),
    { path: 'removed', type: 'string[]', means: 'Older ones that went for it, by name' },
    {
      path: 'backups',
      type: 'object[]',
      means: 'All that there are now, whatever database they are of, newest first; each as `made`',
    },
    ...listedBackupFields('backups[]'),
  ],
  example: {
    database: 'file:./prisma/dev.db',
    directory: '/srv/shop/.orchestrate/backups',
    made: EXAMPLE_BACKUP,
    removed: ['20260201T090000000Z.backup'],
    backups: [EXAMPLE_BACKUP],
  },
});
