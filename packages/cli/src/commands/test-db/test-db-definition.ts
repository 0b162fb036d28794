import type { CommandDefinition } from '../../command-definition.js';

export const testDbDefinition: CommandDefinition = {
  name: 'test-db',
  summary: 'create, drop or reset a database for tests',
  description:
    'Makes a database for tests from the fragments, without revisions; `reset` makes it as it was, and `drop` removes it. Only a database that this command has made for this workspace is ever changed, and never the one of the workspace. On SQLite it is `.orchestrate/test/test.db`, on PostgreSQL the name of the database with `_test` behind it, on the same server; `--test-database-url` or TEST_DATABASE_URL names another place. Views, triggers and rows that only revisions make are not in it, unless it is made `--from-revisions`. For a database of its own in each test file see testing.md.',
  arguments: [{ name: 'action', description: 'what to do', choices: ['create', 'drop', 'reset'] }],
  options: [
    {
      flags: '--extensions <names>',
      description: 'only these and what they depend on, with commas between them',
      completes: 'extension-list',
    },
    {
      flags: '--init-sql <file...>',
      description: 'run this SQL before the schema is made: what no fragment has, such as schemas and tables of others',
      completes: 'file',
    },
    { flags: '--seed-sql <file...>', description: 'run this SQL after the schema is made', completes: 'file' },
    { flags: '--from-revisions', description: 'run the revisions in place of the composed schema' },
    { flags: '--name <name>', description: 'what the database is called' },
    {
      flags: '--test-database-url <url>',
      description: 'where it is to be (default: TEST_DATABASE_URL, or beside the database)',
    },
    { flags: '--force', description: 'cut off who is connected to it; with create, make it anew if it is there' },
  ],
  examples: [
    { line: 'orchestrate test-db create', does: 'a database with the tables of all extensions' },
    {
      line: 'orchestrate test-db create --extensions blog --name blog_test',
      does: 'only blog and what it depends on',
    },
    { line: 'orchestrate test-db reset --init-sql test/erp.sql', does: 'anew, beside tables of another system' },
    { line: 'orchestrate test-db drop --force', does: 'remove it, whoever is connected' },
  ],
  problems: null,
  load: async () => (await import('./test-db-command.js')).testDbCommand,
  loadResultDocument: async () => (await import('./test-db-result.js')).testDbResult,
};
