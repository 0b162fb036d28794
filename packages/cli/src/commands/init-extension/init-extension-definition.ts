import type { CommandDefinition } from '../../command-definition.js';
import { CREATE_DATABASE, LOCK_TIMEOUT, NO_HOOKS } from '../shared-options.js';

export const initExtensionDefinition: CommandDefinition = {
  name: 'init-extension',
  summary: 'make a new extension',
  description:
    'Makes the directory of a new extension with a package.json, a schema with a sample model and a README, lists it in the configuration where it would not be found otherwise, makes its first revision and applies it. In a terminal it asks for what is not given. What fails is taken back. See new-extension.md.',
  arguments: [{ name: 'name', description: 'lower-case letters, digits and dashes', isOptional: true }],
  options: [
    {
      flags: '--depends-on <names>',
      description: 'extensions whose models it refers to, with commas between',
      completes: 'extension-list',
    },
    { flags: '--dir <directory>', description: 'its directory (default: its name in the directory of the extensions)' },
    {
      flags: '--template <template>',
      description: 'basic (the default, with a sample model), empty, or a directory with placeholders',
      completes: 'directory',
    },
    { flags: '--skip-model', description: 'a schema without a model, and so no revision' },
    { flags: '--skip-migrate', description: 'make no revision' },
    { flags: '--skip-apply', description: 'make the revision and leave the database alone' },
    { flags: '--dry-run', description: 'show what would be made; make nothing' },
    LOCK_TIMEOUT,
    CREATE_DATABASE,
    NO_HOOKS,
  ],
  examples: [
    { line: 'orchestrate init-extension billing', does: 'a new extension that depends on core' },
    { line: 'orchestrate init-extension shop --depends-on billing,blog', does: 'one that also refers to others' },
    {
      line: 'orchestrate init-extension billing --template ./templates/extension',
      does: 'made from files of your own',
    },
    { line: 'orchestrate init-extension billing --skip-apply --yes', does: 'only the files; ask nothing' },
    { line: 'orchestrate init-extension billing --dry-run', does: 'show every file that would be made' },
  ],
  problems: null,
  load: async () => (await import('./init-extension-command.js')).initExtensionCommand,
  loadResultDocument: async () => (await import('./init-extension-result.js')).initExtensionResult,
};
