import type { OptionDefinition } from '../../command-definition.js';
import { CREATE_DATABASE, DRY_RUN, LOCK_TIMEOUT, NO_HOOKS, SQL, txOption } from '../shared-options.js';
import { FLEET_OPTIONS } from './fleet-options.js';

/** What `upgrade` and `deploy` share. */
export const UPGRADE_OPTIONS: readonly OptionDefinition[] = [
  DRY_RUN,
  SQL,
  txOption(['revision', 'all', 'none']),
  LOCK_TIMEOUT,
  CREATE_DATABASE,
  NO_HOOKS,
  ...FLEET_OPTIONS,
];
