import { createUpgradeCommand } from '../upgrade/upgrade-command.js';

export const deployCommand = createUpgradeCommand(() => ({ kind: 'all' }));
