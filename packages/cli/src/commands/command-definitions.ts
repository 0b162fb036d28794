import type { CommandDefinition } from '../command-definition.js';
import { checkDefinition } from './check/check-definition.js';
import { composeDefinition } from './compose/compose-definition.js';
import { currentDefinition } from './current/current-definition.js';
import { debugDefinition } from './debug/debug-definition.js';
import { deployDefinition } from './deploy/deploy-definition.js';
import { devDefinition } from './dev/dev-definition.js';
import { downgradeDefinition } from './downgrade/downgrade-definition.js';
import { historyDefinition } from './history/history-definition.js';
import { listDefinition } from './list/list-definition.js';
import { mergeDefinition } from './merge/merge-definition.js';
import { renameExtensionDefinition } from './rename-extension/rename-extension-definition.js';
import { repairDefinition } from './repair/repair-definition.js';
import { revisionDefinition } from './revision/revision-definition.js';
import { squashDefinition } from './squash/squash-definition.js';
import { stampDefinition } from './stamp/stamp-definition.js';
import { statusDefinition } from './status/status-definition.js';
import { transferDefinition } from './transfer/transfer-definition.js';
import { uninstallDefinition } from './uninstall/uninstall-definition.js';
import { upgradeDefinition } from './upgrade/upgrade-definition.js';
import { validateDefinition } from './validate/validate-definition.js';

/** All commands, in the order in which help and docs show them: that of the work. */
export const COMMANDS: readonly CommandDefinition[] = [
  validateDefinition,
  composeDefinition,
  listDefinition,
  devDefinition,
  revisionDefinition,
  mergeDefinition,
  squashDefinition,
  upgradeDefinition,
  deployDefinition,
  downgradeDefinition,
  stampDefinition,
  repairDefinition,
  transferDefinition,
  renameExtensionDefinition,
  uninstallDefinition,
  currentDefinition,
  historyDefinition,
  statusDefinition,
  checkDefinition,
  debugDefinition,
];
