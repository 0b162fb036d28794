import type { CommandDefinition } from '../../command-definition.js';

export const listDefinition: CommandDefinition = {
  name: 'list',
  summary: 'list the extensions of the workspace',
  description:
    'Lists each extension with its dependencies, its revisions and where it lives. Needs no database. With `--verify` it also checks manifests, fragments and revisions on disk.',
  options: [
    { flags: '--models', description: 'also list what each extension owns' },
    { flags: '--verify', description: 'also check that what the extensions hold is in order' },
  ],
  examples: [
    { line: 'orchestrate list', does: 'the extensions as a table' },
    { line: 'orchestrate list --models', does: 'with every model, enum and view and its owner' },
    { line: 'orchestrate list --verify', does: 'check them as well' },
  ],
  problems: 'a finding of severity error',
  load: async () => (await import('./list-command.js')).listCommand,
  loadResultDocument: async () => (await import('./list-result.js')).listResult,
};
