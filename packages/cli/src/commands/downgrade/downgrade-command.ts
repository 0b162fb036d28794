import { defineCommand } from '../../command.js';
import type { MigrationResult } from '../../library.js';
import { renderMigration } from '../../render/render-migration.js';

interface DowngradeFlags {
  readonly extension?: string;
  readonly target: string;
  readonly dryRun?: boolean;
  readonly tx?: 'revision' | 'all';
}

export const downgradeCommand = defineCommand<DowngradeFlags, MigrationResult>({
  call: async (library, { extension, target, dryRun, tx }, { run }) =>
    library.downgrade({ ...(await run()), extension, target, dryRun, tx }),
  succeeded: () => true,
  render: renderMigration,
});
