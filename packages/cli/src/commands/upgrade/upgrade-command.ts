import type { FleetResult, MigrationResult, Selection, TransactionMode } from '@prisma-orchestrate/core';
import { type Command, defineCommand } from '../../command.js';
import type { CommandDefinition } from '../../command-definition.js';
import type { Look } from '../../render/look.js';
import { renderMigration, renderMigrationNotes } from '../../render/render-migration.js';
import { selectionOf } from '../selection-of.js';
import { assertNoFleetFlags, type FleetFlags } from './fleet-flags.js';
import { upgradeDefinition } from './upgrade-definition.js';

interface UpgradeFlags extends FleetFlags {
  readonly extension?: string;
  readonly all?: boolean;
  readonly target?: string;
  readonly dryRun?: boolean;
  readonly sql?: boolean;
  readonly tx?: TransactionMode;
}

type UpgradeOutcome = MigrationResult | FleetResult;

/** `upgrade`, or a command that is an upgrade of a fixed selection. */
export function createUpgradeCommand(
  definition: CommandDefinition,
  select: (flags: UpgradeFlags) => Selection,
): Command {
  return defineCommand<UpgradeFlags, UpgradeOutcome>({
    call: async (flags, context) => {
      const { databases, target, tx, dryRun, sql } = flags;
      const selection = select(flags);
      if (databases !== undefined) {
        const { upgradeMany } = await import('./upgrade-many.js');
        return upgradeMany(databases, flags, { options: { definition, selection, target, tx, dryRun }, context });
      }
      assertNoFleetFlags(flags);
      const { upgrade } = await import('@prisma-orchestrate/core/operations/upgrade');
      return upgrade({ ...(await context.run()), selection, target, tx, dryRun, sql });
    },
    succeeded: (result) => !isFleet(result) || result.retry === null,
    failedAs: (result) => (isFleet(result) && result.stopped === 'interrupted' ? 'interrupted' : null),
    render: (result, look) => (isFleet(result) ? renderMany(result, look) : renderMigration(result, look)),
    renderNotes: (result, look) => (isFleet(result) ? '' : renderMigrationNotes(result, look)),
  });
}

export const upgradeCommand = createUpgradeCommand(upgradeDefinition, selectionOf);

function isFleet(result: UpgradeOutcome): result is FleetResult {
  return 'totals' in result;
}

async function renderMany(result: FleetResult, look: Look): Promise<string> {
  const { renderFleet } = await import('../../render/render-fleet.js');
  return renderFleet(result, look);
}
