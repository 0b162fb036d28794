import type { LossRequest, MigrationResult, TransactionMode } from '@prisma-orchestrate/core';
import { downgrade } from '@prisma-orchestrate/core/operations/downgrade';
import { defineCommand } from '../../command.js';
import { renderLossRequest } from '../../render/render-losses.js';
import { renderMigration, renderMigrationNotes } from '../../render/render-migration.js';
import { selectionOf } from '../selection-of.js';

interface DowngradeFlags {
  readonly extension?: string;
  readonly all?: boolean;
  readonly target: string;
  readonly cascade?: boolean;
  readonly allowDestructive?: boolean;
  readonly dryRun?: boolean;
  readonly sql?: boolean;
  readonly tx?: TransactionMode;
}

const QUESTION = 'Revert it all the same?';

export const downgradeCommand = defineCommand<DowngradeFlags, MigrationResult>({
  call: async (flags, { run, ask, isAgreed }) => {
    const { target, cascade, dryRun, sql, tx } = flags;
    const allowDestructive = flags.allowDestructive === true || isAgreed;
    const how = { target, cascade, allowDestructive, dryRun, sql, tx };
    const confirm =
      ask && ((request: LossRequest) => ask({ show: (look) => renderLossRequest(request, look), question: QUESTION }));
    return downgrade({ ...(await run()), selection: selectionOf(flags), ...how, confirm });
  },
  succeeded: () => true,
  render: renderMigration,
  renderNotes: renderMigrationNotes,
});
