import type { CommandDefinition } from '../../command-definition.js';
import { extensionOption } from '../shared-options.js';

export const fixDefinition: CommandDefinition = {
  name: 'fix',
  summary: 'mend in the fragments what can be mended',
  description:
    "Adds missing @@map with the prefix of the extension, where revisions have made the table with the name that it has; renames a model or enum whose name two extensions have, with @@map so that its table stays; declares missing dependencies; makes an extending block of a copied model of another extension; removes datasource and generator blocks that are not core's; and lays the files out with Prisma's formatter. Comments stay. Nothing is wrong afterwards that was not before, and no table that revisions have made changes, or nothing is written. Installed packages are left alone.",
  options: [
    extensionOption('mend only this extension; of two that have one name it is the one to get another'),
    { flags: '--dry-run', description: 'show every line that would change; change nothing' },
    { flags: '--no-format', description: 'leave the layout of the files as it is' },
  ],
  examples: [
    { line: 'orchestrate fix --dry-run', does: 'show what would change' },
    { line: 'orchestrate fix', does: 'mend the whole workspace' },
    { line: 'orchestrate fix --extension blog --no-format', does: 'mend one extension, and nothing of its layout' },
  ],
  problems: 'a finding of severity error is left',
  load: async () => (await import('./fix-command.js')).fixCommand,
  loadResultDocument: async () => (await import('./fix-result.js')).fixResult,
};
