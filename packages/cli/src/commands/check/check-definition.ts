import type { CommandDefinition } from '../../command-definition.js';
import { extensionOption, FORMAT } from '../shared-options.js';

export const checkDefinition: CommandDefinition = {
  name: 'check',
  summary: 'the gate for CI: everything that would keep a change from being merged',
  description:
    'Collects all of it in one run: what `validate` finds, a stale composed schema, schema changes without a revision (with their SQL), branches that nothing joins, a "requires" that is missing, and a replay of all revisions from an empty database, each up, down and up again. With `--database` also what a database has otherwise than its revisions make it; it is only read. What has not changed since the last run is not replayed again. See check.md.',
  options: [
    extensionOption('check only this extension, with the revisions that it relies on'),
    { flags: '--no-composed', description: 'do not look at the composed schema on disk: it is made when it is needed' },
    { flags: '--database', description: 'look at the database too: its history, and whether it has drifted' },
    { flags: '--strict', description: 'with --database: count what no revision has made' },
    { flags: '--replay', description: 'replay everything, whatever earlier runs found' },
    { flags: '--no-cache', description: 'neither use nor keep results under node_modules/.cache/prisma-orchestrate' },
    FORMAT,
  ],
  examples: [
    { line: 'orchestrate check', does: 'in CI, on every change' },
    { line: 'orchestrate check --format github', does: 'the same with annotations in GitHub Actions' },
    { line: 'orchestrate check --database', does: 'is this database what its revisions make it?' },
    { line: 'orchestrate check --extension blog', does: 'one extension' },
  ],
  problems: 'a finding of severity error',
  load: async () => (await import('./check-command.js')).checkCommand,
  loadResultDocument: async () => (await import('./check-result.js')).checkResult,
};
