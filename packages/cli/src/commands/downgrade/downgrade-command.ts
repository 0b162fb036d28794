import type { MigrationResult, TransactionMode } from '@prisma-orchestrate/core';
import { downgrade } from '@prisma-orchestrate/core/operations/downgrade';
import { defineCommand } from '../../command.js';
import { renderMigration, renderMigrationNotes } from '../../render/render-migration.js';

interface DowngradeFlags {
  readonly extension?: string;
  readonly target: string;
  readonly dryRun?: boolean;
  readonly sql?: boolean;
  readonly tx?: TransactionMode;
}

export const downgradeCommand = defineCommand<DowngradeFlags, MigrationResult>({
  call: async ({ extension, target, dryRun, sql, tx }, { run }) =>
    downgrade({ ...(await run()), extension, target, dryRun, sql, tx }),
  succeeded: () => true,
  render: renderMigration,
  renderNotes: renderMigrationNotes,
});
