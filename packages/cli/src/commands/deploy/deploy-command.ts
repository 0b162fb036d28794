import { createUpgradeCommand } from '../upgrade/upgrade-command.js';
import { deployDefinition } from './deploy-definition.js';

export const deployCommand = createUpgradeCommand(deployDefinition, () => ({ kind: 'all' }));
