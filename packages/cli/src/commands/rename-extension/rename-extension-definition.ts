import type { CommandDefinition } from '../../command-definition.js';

export const renameExtensionDefinition: CommandDefinition = {
  name: 'rename-extension',
  summary: 'give an extension another name',
  description:
    'Changes the name of an extension everywhere in the workspace: its manifest, the dependencies and revisions of all extensions, the list of extensions in the configuration, and its directory where that is called as the extension. Databases are not touched: the manifest keeps the former name, by which the history is read until the next run that writes one renames the table. What has to be changed by hand is listed.',
  arguments: [
    { name: 'from', description: 'the name it has', completes: 'extension' },
    { name: 'to', description: 'the name it gets' },
  ],
  options: [{ flags: '--dry-run', description: 'show what would be changed; change nothing' }],
  examples: [
    { line: 'orchestrate rename-extension blog posts', does: 'blog is called posts from now on' },
    { line: 'orchestrate rename-extension blog posts --dry-run', does: 'show every line that would change' },
  ],
  problems: null,
  load: async () => (await import('./rename-extension-command.js')).renameExtensionCommand,
  loadResultDocument: async () => (await import('./rename-extension-result.js')).renameExtensionResult,
};
