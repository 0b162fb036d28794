import { OrchestrateError } from '../../errors.js';
import type { MigrationResult } from '../run/migrate.js';
import type { RunOptions } from '../run-options.js';
import { upgrade } from '../upgrade.js';
import { upgradeFailedAfter } from './dev-errors.js';
import type { WrittenChange } from './write-drafts.js';

/** Applies everything that is pending, what was just made and what others have made; says how to go on where it fails. */
export async function upgradeAfter(written: readonly WrittenChange[], options: RunOptions): Promise<MigrationResult> {
  try {
    return await upgrade({ ...options, selection: { kind: 'all' } });
  } catch (error) {
    if (error instanceof OrchestrateError && written.length > 0) throw upgradeFailedAfter(written, error);
    throw error;
  }
}
