import type { CommandDefinition } from '../../command-definition.js';
import { extensionOption, NO_HOOKS } from '../shared-options.js';

export const squashDefinition: CommandDefinition = {
  name: 'squash',
  summary: 'fold the revisions of an extension into one',
  description:
    'Makes one revision with the same result as all revisions of an extension up to one of them, proven in a shadow database. A database that has none of those runs it, one that has all of them records it, one that has some goes on with them and then records it. The folded revisions stay until you remove them, once every database is through. SQL that was written by hand is carried over in its order.',
  options: [
    extensionOption('whose revisions to fold (default: core)'),
    { flags: '--to <revision>', description: 'the last one to fold (default: head)' },
    { flags: '-m, --message <text>', description: 'what it stands for, in a few words (default: Squashed)' },
    { flags: '--dry-run', description: 'show the SQL; write nothing' },
    NO_HOOKS,
  ],
  examples: [
    { line: 'orchestrate squash --extension blog', does: 'fold all revisions of blog' },
    {
      line: 'orchestrate squash --extension blog --to 20260301093000_add_tags -m "State of version 2"',
      does: 'fold those up to this one',
    },
    { line: 'orchestrate squash --dry-run', does: 'show what core would get' },
  ],
  problems: null,
  load: async () => (await import('./squash-command.js')).squashCommand,
  loadResultDocument: async () => (await import('./squash-result.js')).squashResult,
};
