import type { BackupResult } from '@prisma-orchestrate/core';
import { backup } from '@prisma-orchestrate/core/operations/backup';
import { defineCommand } from '../../command.js';
import { renderBackup, renderBackupNotes } from '../../render/render-backup.js';

interface BackupFlags {
  readonly list?: boolean;
  readonly location?: string;
  readonly keep?: number;
  readonly checksums: boolean;
}

export const backupCommand = defineCommand<BackupFlags, BackupResult>({
  call: async ({ list, location, keep, checksums }, { run }) => {
    // Left out, it is the configuration that decides.
    const wanted = checksums ? {} : { checksums };
    return backup({ ...(await run()), list, location, keep, ...wanted });
  },
  succeeded: () => true,
  render: renderBackup,
  renderNotes: renderBackupNotes,
});
