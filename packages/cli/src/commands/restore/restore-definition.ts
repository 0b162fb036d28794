import type { CommandDefinition } from '../../command-definition.js';
import { LOCK_TIMEOUT } from '../shared-options.js';

export const restoreDefinition: CommandDefinition = {
  name: 'restore',
  summary: 'replace the database by a backup, or prove a backup',
  description:
    'Proves the backup whole, restores it into a new database beside the one of the workspace, compares that with the manifest, and puts it into its place in one step: there is never half a database, and whatever fails before has changed nothing. What is there needs a yes at the prompt, `--yes` or `--allow-destructive` to be replaced, and is kept beside the new one unless `--drop-replaced`; the command that brings it back is printed. With `--verify` nothing is replaced: the backup is restored into a database that goes again, and schema, rows and values are compared with what was backed up.',
  arguments: [
    {
      name: 'backup',
      description: 'a name as `backup --list` shows it, the path of a file, or latest (the default)',
      isOptional: true,
      completes: 'file',
    },
  ],
  options: [
    { flags: '--verify', description: 'prove the backup; replace nothing', conflicts: ['dropReplaced', 'endSessions'] },
    { flags: '--location <directory>', description: 'the folder of backups (default: as configured)' },
    { flags: '--drop-replaced', description: 'do not keep the database that is replaced' },
    { flags: '--end-sessions', description: 'PostgreSQL: cut off those who are connected to the database' },
    { flags: '--allow-destructive', description: 'consent to replacing what is there' },
    LOCK_TIMEOUT,
  ],
  examples: [
    { line: 'orchestrate restore --verify', does: 'prove the newest backup of this database' },
    { line: 'orchestrate restore', does: 'show it, ask, and restore it' },
    { line: 'orchestrate restore 20260301T090000000Z --allow-destructive', does: 'another one, with no one to ask' },
    { line: 'orchestrate restore ../from-production.backup', does: 'a file that lies elsewhere' },
  ],
  problems: 'with `--verify`, what was restored is not what was backed up',
  load: async () => (await import('./restore-command.js')).restoreCommand,
  loadResultDocument: async () => (await import('./restore-result.js')).restoreResult,
};
