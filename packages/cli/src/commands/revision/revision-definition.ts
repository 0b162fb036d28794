import type { CommandDefinition } from '../../command-definition.js';
import { extensionOption, NO_HOOKS } from '../shared-options.js';

export const revisionDefinition: CommandDefinition = {
  name: 'revision',
  summary: 'make a new revision of one extension',
  description:
    'Makes a revision: migration.sql, down.sql and revision.json. With `--auto` the SQL is what leads from the revisions of the extension to its schema, found in a shadow database; without it the files are yours to write. Steps that lose data are listed and need a yes at the prompt, `--yes` or `--allow-destructive`; without it nothing is written and the exit code is 3.',
  options: [
    extensionOption('whose revision it is (default: core)'),
    { flags: '-m, --message <text>', description: 'what it does, in a few words', required: true },
    { flags: '--auto', description: 'fill it from the schema' },
    { flags: '--allow-destructive', description: 'consent to steps that lose data' },
    NO_HOOKS,
  ],
  examples: [
    {
      line: 'orchestrate revision --extension blog -m "Add tags" --auto',
      does: 'from what changed in the fragment of blog',
    },
    { line: 'orchestrate revision -m "Fill in slugs"', does: 'an empty one of core, to write SQL into' },
    {
      line: 'orchestrate revision --extension blog -m "Drop drafts" --auto --allow-destructive',
      does: 'consent where there is no one to ask',
    },
  ],
  problems: null,
  load: async () => (await import('./revision-command.js')).revisionCommand,
  loadResultDocument: async () => (await import('./revision-result.js')).revisionResult,
};
