import type { CommandDefinition } from '../../command-definition.js';
import { CREATE_DATABASE, DRY_RUN, LOCK_TIMEOUT, NO_HOOKS } from '../shared-options.js';

export const autoMigrateDefinition: CommandDefinition = {
  name: 'auto-migrate',
  summary: 'bring the database to the code when an application starts',
  description:
    'For the start of an application, as `autoMigrate()` of the library. Where nothing is pending it looks once and is done. Else it takes the lock, looks again, backs up, applies all revisions of all extensions and verifies what came of them. Several that start at once do it once, and all go on. What fails is taken back: by one transaction, where one can hold all revisions, else from the backup, unless anyone else may have written since. `docs/auto-migrate.md` says more.',
  options: [
    DRY_RUN,
    { flags: '--backup', description: 'back up before anything is changed (default: as configured)' },
    { flags: '--no-backup', description: 'make no backup' },
    {
      flags: '--tx <mode>',
      description: 'what is one transaction: the whole run, where that can be (the default), or each revision',
      choices: ['all', 'revision'],
    },
    {
      flags: '--make-revisions',
      description: 'for development: first make revisions of what the fragments say; not in CI or production',
      conflicts: ['dryRun'],
    },
    { flags: '-m, --message <text>', description: 'what revisions that are made say that they do' },
    {
      flags: '--refuse-behind',
      description: 'fail where the database has revisions that this code does not, instead of a warning',
    },
    LOCK_TIMEOUT,
    CREATE_DATABASE,
    NO_HOOKS,
  ],
  examples: [
    { line: 'orchestrate auto-migrate', does: 'upgrade where something is pending' },
    { line: 'orchestrate auto-migrate --dry-run', does: 'show what would be applied, lost and backed up' },
    { line: 'orchestrate auto-migrate --lock-timeout 300 --json', does: 'in a container: wait longer, tell a program' },
    { line: 'orchestrate auto-migrate --make-revisions --yes', does: 'while developing: follow the fragments' },
  ],
  problems: null,
  load: async () => (await import('./auto-migrate-command.js')).autoMigrateCommand,
  loadResultDocument: async () => (await import('./auto-migrate-result.js')).autoMigrateResult,
};
