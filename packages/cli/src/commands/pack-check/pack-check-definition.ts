import type { CommandDefinition } from '../../command-definition.js';
import { FORMAT } from '../shared-options.js';

export const packCheckDefinition: CommandDefinition = {
  name: 'pack-check',
  summary: 'for authors: does the npm package of an extension ship what it must?',
  description:
    'Asks npm what it would pack, without running a script of the package, and looks for what is missing of the fragment and the revisions, for what package.json does not say, for packages that it needs and does not name, for schema changes without a revision, and for what should not be published. Works in a workspace that has the extension, and in a package that stands alone. See packages.md.',
  arguments: [{ name: 'directory', description: 'of the package; the current one unless given', isOptional: true }],
  options: [FORMAT],
  examples: [
    { line: 'orchestrate pack-check', does: 'the package in the current directory' },
    { line: 'orchestrate pack-check extensions/audit', does: 'an extension of the workspace' },
    { line: 'orchestrate pack-check --format github', does: 'before publishing, in GitHub Actions' },
  ],
  problems: 'a finding of severity error',
  load: async () => (await import('./pack-check-command.js')).packCheckCommand,
  loadResultDocument: async () => (await import('./pack-check-result.js')).packCheckResult,
};
