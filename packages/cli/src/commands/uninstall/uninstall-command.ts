import { resolve } from 'node:path';
import type { UninstallPreview, UninstallResult } from '@prisma-orchestrate/core';
import { uninstall } from '@prisma-orchestrate/core/operations/uninstall';
import { defineCommand } from '../../command.js';
import { renderUninstall, renderUninstallNotes, renderUninstallPreview } from '../../render/render-uninstall.js';
import { UsageError } from '../../usage-error.js';

interface UninstallFlags {
  readonly extension: string;
  readonly dryRun?: boolean;
  readonly allowDestructive?: boolean;
  readonly backup?: 'sql' | 'csv';
  readonly backupDir?: string;
}

export const uninstallCommand = defineCommand<UninstallFlags, UninstallResult>({
  call: async ({ extension, dryRun, backup: format, backupDir, ...flags }, { where, run, ask, isAgreed }) => {
    if (backupDir !== undefined && format === undefined) throw noFormat();
    const directory = backupDir === undefined ? undefined : resolve(where.cwd, backupDir);
    const backup = format === undefined ? undefined : { format, directory };
    const confirm =
      ask === undefined
        ? undefined
        : (preview: UninstallPreview) =>
            ask({
              show: (look) => `${renderUninstallPreview(preview, look)}\n`,
              question: `Uninstall ${preview.extension}?`,
            });
    const allowDestructive = flags.allowDestructive === true || isAgreed;
    return uninstall({ ...(await run()), extension, dryRun, allowDestructive, backup, confirm });
  },
  succeeded: () => true,
  render: renderUninstall,
  renderNotes: renderUninstallNotes,
});

function noFormat(): UsageError {
  return new UsageError({
    code: 'CLI.BACKUP_FORMAT',
    message: '--backup-dir: nothing says how the rows are to be saved.',
    fix: 'Add `--backup sql` or `--backup csv`.',
  });
}
