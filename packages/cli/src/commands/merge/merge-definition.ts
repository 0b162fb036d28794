import type { CommandDefinition } from '../../command-definition.js';
import { extensionOption, NO_HOOKS } from '../shared-options.js';

export const mergeDefinition: CommandDefinition = {
  name: 'merge',
  summary: 'join the branches of extensions that have diverged',
  description:
    'For extensions with several last revisions, as after two branches were merged in version control. Their revisions are replayed in shadow databases in every order in which a database may get them. Where all lead to the same schema, a revision is written that follows all of them and has no SQL of its own; where they do not, what differs is shown, and nothing is written. The database itself is not looked at.',
  options: [
    extensionOption('only this one (default: all that have diverged)'),
    { flags: '-m, --message <text>', description: 'what the new revision is called (default: merge)' },
    { flags: '--dry-run', description: 'only compare; write nothing' },
    NO_HOOKS,
  ],
  examples: [
    { line: 'orchestrate merge', does: 'join whatever has diverged' },
    { line: 'orchestrate merge --extension blog -m "Join tags and slugs"', does: 'that of blog, by a name' },
    { line: 'orchestrate merge --dry-run', does: 'see whether the branches fit together' },
  ],
  problems: null,
  load: async () => (await import('./merge-command.js')).mergeCommand,
  loadResultDocument: async () => (await import('./merge-result.js')).mergeResult,
};
