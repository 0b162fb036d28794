import type { OptionDefinition } from '../../command-definition.js';
import { DRY_RUN, LOCK_TIMEOUT, txOption } from '../shared-options.js';

/** What `upgrade` and `deploy` share. */
export const UPGRADE_OPTIONS: readonly OptionDefinition[] = [
  DRY_RUN,
  { flags: '--sql', description: 'print the SQL that would run; change nothing' },
  txOption(['revision', 'all', 'none']),
  LOCK_TIMEOUT,
];
