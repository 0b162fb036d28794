import type { CatalogDifference } from '../../database/catalog-differences.js';
import { catalogDifferences } from '../../database/catalog-differences.js';
import type { CatalogEntry, Database } from '../../database/database.js';
import type { MigrationStep } from '../run/migration-step.js';
import { statementsInside } from '../run/migration-step.js';
import { StatementError } from '../run/run-errors.js';
import { runStatements } from '../run/run-statements.js';
import { isWhole, runStep } from './run-step.js';

/** A revision that has just been applied in a shadow database. */
export interface ProveDownOptions {
  readonly shadow: Database;
  readonly up: MigrationStep;
  readonly down: MigrationStep;
  /** The catalogs before and after it was applied. */
  readonly before: readonly CatalogEntry[];
  readonly after: readonly CatalogEntry[];
}

/** What came of taking a revision back and applying it again. */
export type DownVerdict =
  | { readonly kind: 'restores' }
  | { readonly kind: 'fails'; readonly direction: 'down' | 'up'; readonly error: StatementError }
  | { readonly kind: 'differs'; readonly direction: 'down' | 'up'; readonly differences: readonly CatalogDifference[] };

/** The verdict, and whether the shadow database is still as it was after the way up. */
export interface ProvenDown {
  readonly verdict: DownVerdict;
  readonly isIntact: boolean;
}

/**
 * Down and up again, the catalogs compared. Both are tried in one transaction that is taken back, which leaves the
 * database as it was; where that cannot be, or does not tell, they run as a downgrade and an upgrade would.
 */
export async function proveDown(options: ProveDownOptions): Promise<ProvenDown> {
  const tried = isWhole(options.down) && isWhole(options.up) ? await tryBoth(options) : null;
  if (tried !== null) return { verdict: tried, isIntact: true };
  const verdict = await runBoth(options);
  return { verdict, isIntact: verdict.kind === 'restores' };
}

/** @returns null where the way up fails, which may be for the transaction that it shares with the way down */
async function tryBoth(options: ProveDownOptions): Promise<DownVerdict | null> {
  const { shadow } = options;
  const run = async (step: MigrationStep): Promise<void> => {
    await runStatements(shadow, statementsInside(step));
    await shadow.restoreSession();
  };
  try {
    await shadow.begin();
    const verdict = await thereAndBack(options, run);
    return verdict.kind === 'fails' && verdict.direction === 'up' ? null : verdict;
  } finally {
    await shadow.rollback();
  }
}

function runBoth(options: ProveDownOptions): Promise<DownVerdict> {
  return thereAndBack(options, (step) => runStep(options.shadow, step));
}

async function thereAndBack(
  { shadow, up, down, before, after }: ProveDownOptions,
  run: (step: MigrationStep) => Promise<void>,
): Promise<DownVerdict> {
  for (const { direction, step, wanted } of [
    { direction: 'down', step: down, wanted: before },
    { direction: 'up', step: up, wanted: after },
  ] as const) {
    try {
      await run(step);
    } catch (error) {
      if (error instanceof StatementError) return { kind: 'fails', direction, error };
      throw error;
    }
    const differences = catalogDifferences(wanted, await shadow.readCatalog());
    if (differences.length > 0) return { kind: 'differs', direction, differences };
  }
  return { kind: 'restores' };
}
