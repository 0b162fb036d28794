import type { CommandDefinition } from '../../command-definition.js';
import { NO_HOOKS } from '../shared-options.js';

export const transferDefinition: CommandDefinition = {
  name: 'transfer',
  summary: 'move a model from one extension to another',
  description:
    'Moves the block of a model with its comments, the enums that only it uses, and the relation fields that then have to stand elsewhere; declares the dependencies that it takes; and makes a revision of the new owner that takes the tables over without SQL. The composed schema and the database stay as they are: both are proven, by composing and by replaying, before anything is written. Refused where extensions would depend on each other in a circle, or where one of the two has schema changes without a revision.',
  arguments: [{ name: 'model', description: 'a model, view or enum by its name in the schema' }],
  options: [
    { flags: '--from <name>', description: 'the extension that has it', required: true, completes: 'extension' },
    { flags: '--to <name>', description: 'the extension that gets it', required: true, completes: 'extension' },
    { flags: '-m, --message <text>', description: 'what the revision says (default: what was moved)' },
    { flags: '--dry-run', description: 'show every line that would change; change nothing' },
    NO_HOOKS,
  ],
  examples: [
    { line: 'orchestrate transfer Tag --from blog --to tags --dry-run', does: 'show what would change' },
    { line: 'orchestrate transfer Tag --from blog --to tags', does: 'Tag is a model of tags from now on' },
  ],
  problems: null,
  load: async () => (await import('./transfer-command.js')).transferCommand,
  loadResultDocument: async () => (await import('./transfer-result.js')).transferResult,
};
