import type { CommandDefinition } from '../../command-definition.js';
import { LOCK_TIMEOUT } from '../shared-options.js';

export const uninstallDefinition: CommandDefinition = {
  name: 'uninstall',
  summary: 'take an extension out of a database',
  description:
    'Reverts all revisions of an extension, last first, and drops its history table. Works without its code too: the history keeps the down scripts. Refused, by name, while anything else depends on it. What goes is listed with its rows and needs a yes at the prompt, `--yes` or `--allow-destructive`, even where all tables are empty; without it nothing is changed and the exit code is 3.',
  arguments: [{ name: 'extension', description: 'the extension, by name' }],
  options: [
    { flags: '--dry-run', description: 'show what would go; change nothing' },
    {
      flags: '--backup <format>',
      description: 'save the rows first: a script that puts them back, or a file for each table',
      choices: ['sql', 'csv'],
    },
    { flags: '--backup-dir <directory>', description: 'where the folder with the rows goes (default: backups)' },
    { flags: '--allow-destructive', description: 'consent to losing all of that' },
    LOCK_TIMEOUT,
  ],
  examples: [
    { line: 'orchestrate uninstall blog --dry-run', does: 'show what would go, and what stands in the way' },
    { line: 'orchestrate uninstall blog --backup sql', does: 'save the rows as a script, ask, and uninstall' },
    {
      line: 'orchestrate uninstall blog --backup csv --backup-dir ../saved --allow-destructive',
      does: 'consent where there is no one to ask',
    },
  ],
  problems: null,
  load: async () => (await import('./uninstall-command.js')).uninstallCommand,
  loadResultDocument: async () => (await import('./uninstall-result.js')).uninstallResult,
};
