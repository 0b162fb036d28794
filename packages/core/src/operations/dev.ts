import type { DevResult, RoundOptions } from './dev/run-round.js';
import { runRound } from './dev/run-round.js';
import { asOperation } from './run/as-operation.js';

/** What {@link dev} takes. */
export type DevOptions = RoundOptions;

/**
 * The daily loop, once: finds which fragments say something else than their revisions make, makes those revisions
 * (a dependency's first), applies everything that is pending, writes the composed schema, and generates the client
 * where that is wanted.
 *
 * Nothing is written while a finding is an error, while data would be lost without consent, or without a message for
 * the revisions. Extensions that npm has installed get no revisions unless they are named.
 *
 * @throws OrchestrateError `DEV.NEEDS_MESSAGE` (kind `consent`, with what is pending in `meta.pending`),
 * `GENERATE.*`, and whatever {@link makeRevision} and {@link upgrade} throw; where the upgrade
 * fails, the new revisions stay on disk and the error names them
 *
 * @example
 * ```ts
 * const { revisions, upgrade: applied } = await dev({ cwd: process.cwd(), message: 'Add notes' });
 * for (const { extension, migrationSql } of revisions) console.log(extension, migrationSql);
 * console.log(applied?.revisions.length); // 3
 * ```
 */
export function dev(options: DevOptions): Promise<DevResult> {
  return asOperation(options, (attended) => runRound(attended, 'refuse'));
}
