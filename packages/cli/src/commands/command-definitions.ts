import type { CommandDefinition } from '../command-definition.js';

/** All commands, in the order in which help and docs show them: that of the work. */
const DEFINITIONS: Readonly<Record<string, () => Promise<CommandDefinition>>> = {
  init: async () => (await import('./init/init-definition.js')).initDefinition,
  'init-extension': async () => (await import('./init-extension/init-extension-definition.js')).initExtensionDefinition,
  validate: async () => (await import('./validate/validate-definition.js')).validateDefinition,
  compose: async () => (await import('./compose/compose-definition.js')).composeDefinition,
  generate: async () => (await import('./generate/generate-definition.js')).generateDefinition,
  fix: async () => (await import('./fix/fix-definition.js')).fixDefinition,
  list: async () => (await import('./list/list-definition.js')).listDefinition,
  dev: async () => (await import('./dev/dev-definition.js')).devDefinition,
  revision: async () => (await import('./revision/revision-definition.js')).revisionDefinition,
  merge: async () => (await import('./merge/merge-definition.js')).mergeDefinition,
  squash: async () => (await import('./squash/squash-definition.js')).squashDefinition,
  upgrade: async () => (await import('./upgrade/upgrade-definition.js')).upgradeDefinition,
  deploy: async () => (await import('./deploy/deploy-definition.js')).deployDefinition,
  'auto-migrate': async () => (await import('./auto-migrate/auto-migrate-definition.js')).autoMigrateDefinition,
  downgrade: async () => (await import('./downgrade/downgrade-definition.js')).downgradeDefinition,
  stamp: async () => (await import('./stamp/stamp-definition.js')).stampDefinition,
  repair: async () => (await import('./repair/repair-definition.js')).repairDefinition,
  transfer: async () => (await import('./transfer/transfer-definition.js')).transferDefinition,
  'rename-extension': async () =>
    (await import('./rename-extension/rename-extension-definition.js')).renameExtensionDefinition,
  uninstall: async () => (await import('./uninstall/uninstall-definition.js')).uninstallDefinition,
  backup: async () => (await import('./backup/backup-definition.js')).backupDefinition,
  restore: async () => (await import('./restore/restore-definition.js')).restoreDefinition,
  current: async () => (await import('./current/current-definition.js')).currentDefinition,
  history: async () => (await import('./history/history-definition.js')).historyDefinition,
  status: async () => (await import('./status/status-definition.js')).statusDefinition,
  check: async () => (await import('./check/check-definition.js')).checkDefinition,
  lint: async () => (await import('./lint/lint-definition.js')).lintDefinition,
  'install-hook': async () => (await import('./install-hook/install-hook-definition.js')).installHookDefinition,
  completion: async () => (await import('./completion/completion-definition.js')).completionDefinition,
  'test-db': async () => (await import('./test-db/test-db-definition.js')).testDbDefinition,
  'pack-check': async () => (await import('./pack-check/pack-check-definition.js')).packCheckDefinition,
  doctor: async () => (await import('./doctor/doctor-definition.js')).doctorDefinition,
  prisma: async () => (await import('./prisma/prisma-definition.js')).prismaDefinition,
  debug: async () => (await import('./debug/debug-definition.js')).debugDefinition,
};

/** The definitions of all commands. */
export function allCommands(): Promise<readonly CommandDefinition[]> {
  return Promise.all(Object.values(DEFINITIONS).map((load) => load()));
}

/**
 * The definitions that a command line needs: that of the command it begins with, as loading the others takes longer than
 * some commands do; all of them where it does not begin with one.
 */
export async function commandsFor([first = '']: readonly string[]): Promise<readonly CommandDefinition[]> {
  if (first === '--version' || first === '-V') return [];
  const load = Object.hasOwn(DEFINITIONS, first) ? DEFINITIONS[first] : undefined;
  return load === undefined ? allCommands() : [await load()];
}
