import type { RevisionId } from '../../revisions/revision.js';
import type { AutoMigrateOptions } from '../auto-migrate.js';
import type { DataLoss } from '../run/data-losses.js';
import type { Consent } from '../run/loss-consent.js';
import { migrate } from '../run/migrate.js';
import type { LocatedDatabase } from '../run/open-database.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import { planOfUpgrade } from '../run/plan-of-upgrade.js';
import type { Recovery } from './recovery.js';
import { SafetyNet } from './safety-net.js';

/** What an upgrade at start-up did. */
export interface SafeUpgrade {
  /** What is in the database now that was not before; in a dry run what would be. */
  readonly applied: readonly RevisionId[];
  readonly losses: readonly DataLoss[];
  readonly backupPath: string | null;
  /** What was thrown; null where all went well. */
  readonly failure: { readonly error: unknown } | null;
  /** Null where nothing failed. */
  readonly recovery: Recovery | null;
}

/** What {@link upgradeSafely} takes. */
export interface UpgradeSafelyOptions {
  readonly options: AutoMigrateOptions;
  readonly opened: OpenWorkspace;
  readonly located: LocatedDatabase;
  readonly command: string;
}

/** Upgrades all extensions with a {@link SafetyNet}. */
export async function upgradeSafely({ options, opened, located, command }: UpgradeSafelyOptions): Promise<SafeUpgrade> {
  const net = new SafetyNet({
    opened,
    located,
    backup: options.backup,
    tx: options.tx ?? 'all',
    command,
    run: options,
  });
  const applied: RevisionId[] = [];
  const isDryRun = options.dryRun === true;
  try {
    const { revisions, losses } = await migrate({
      direction: 'upgrade',
      options: {
        ...options,
        // The net decides when it knows the steps.
        tx: undefined,
        command,
        onEvent: (event) => {
          if (event.kind === 'revision-finished') applied.push(event.revision);
          options.onEvent?.(event);
        },
      },
      plan: planOfUpgrade({ selection: { kind: 'all' } }),
      prepared: { opened, located, steps: new Map(), needsConsentToCreate: false },
      ...consentOf(options),
      attend: (run) => net.attend(run),
    });
    const { backupPath } = net;
    return { applied: revisions.map(({ revision }) => revision), losses, backupPath, failure: null, recovery: null };
  } catch (error) {
    const recovery = net.isThrough ? THROUGH : (net.recovery ?? UNCHANGED);
    const isTakenBack = recovery.kind === 'rolled-back' || recovery.kind === 'restored' || isDryRun;
    const { backupPath } = net;
    return { applied: isTakenBack ? [] : [...new Set(applied)], losses: [], backupPath, failure: { error }, recovery };
  }
}

const UNCHANGED: Recovery = { kind: 'unchanged', why: null, restoreError: null };
const THROUGH: Recovery = { kind: 'kept', why: 'The upgrade itself is through.', restoreError: null };

/** Revisions were reviewed when they were made; who is there is asked all the same, and a dry run shows what would go. */
function consentOf({ allowDestructive = false, confirm, dryRun }: AutoMigrateOptions): { readonly consent?: Consent } {
  if (dryRun === true) return { consent: { isGiven: true, ask: undefined } };
  return confirm === undefined ? {} : { consent: { isGiven: allowDestructive, ask: confirm } };
}
