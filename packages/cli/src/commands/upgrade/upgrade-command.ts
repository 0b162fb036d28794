import type { MigrationResult, Selection, TransactionMode } from '@prisma-orchestrate/core';
import { upgrade } from '@prisma-orchestrate/core/operations/upgrade';
import { type Command, defineCommand } from '../../command.js';
import { renderMigration, renderMigrationNotes } from '../../render/render-migration.js';
import { selectionOf } from '../selection-of.js';

interface UpgradeFlags {
  readonly extension?: string;
  readonly all?: boolean;
  readonly target?: string;
  readonly dryRun?: boolean;
  readonly sql?: boolean;
  readonly tx?: TransactionMode;
}

/** `upgrade`, or a command that is an upgrade of a fixed selection. */
export function createUpgradeCommand(select: (flags: UpgradeFlags) => Selection): Command {
  return defineCommand<UpgradeFlags, MigrationResult>({
    call: async (flags, { run }) => {
      const { target, tx, dryRun, sql } = flags;
      return upgrade({ ...(await run()), selection: select(flags), target, tx, dryRun, sql });
    },
    succeeded: () => true,
    render: renderMigration,
    renderNotes: renderMigrationNotes,
  });
}

export const upgradeCommand = createUpgradeCommand(selectionOf);
