import type { CommandDefinition } from '../../command-definition.js';
import { LOCK_TIMEOUT } from '../shared-options.js';

export const prismaDefinition: CommandDefinition = {
  name: 'prisma',
  summary: "run Prisma's own command for one extension",
  description:
    "Runs the Prisma that is installed in the workspace as if the extension were a project of its own: its fragment and those that it depends on as the schema, its revisions as the migrations, its own history table and shadow database, everybody else's tables and enums as external. What Prisma makes is completed afterwards: a new migration gets its revision.json and down.sql, and what `db pull` and `format` change goes into the fragment. Works where Prisma's native engine cannot be downloaded. What stands behind `--` is Prisma's, options too. Prisma's exit code is that of the run, and its questions are its own: --yes answers none of them. See prisma.md.",
  arguments: [
    { name: 'extension', description: 'the extension that Prisma is to see', completes: 'extension' },
    {
      name: 'args',
      description: "what Prisma is given, behind `--`: its command and that one's options",
      isList: true,
      isForwarded: true,
    },
  ],
  options: [LOCK_TIMEOUT],
  examples: [
    { line: 'orchestrate prisma blog -- migrate dev --name add_notes', does: 'a migration for what changed, applied' },
    { line: 'orchestrate prisma blog -- migrate dev --create-only', does: 'the same, to be edited before it runs' },
    { line: 'orchestrate prisma blog -- migrate deploy', does: 'apply what is pending of blog' },
    { line: 'orchestrate prisma blog -- migrate status', does: 'where blog stands, as Prisma tells it' },
    {
      line: 'orchestrate prisma blog -- migrate diff --from-config-datasource --to-schema extensions/blog/prisma --script',
      does: 'the SQL between the database and the schema',
    },
    {
      line: 'orchestrate prisma blog -- migrate resolve --applied 20260201093000_add_tags',
      does: 'record a migration without running it',
    },
    { line: 'orchestrate prisma blog -- migrate reset --force', does: 'drop and make again the tables of blog only' },
    { line: 'orchestrate prisma blog -- db pull', does: 'bring the fragment in line with the database' },
    { line: 'orchestrate prisma blog -- db push', does: 'change the tables of blog without a migration' },
    { line: 'orchestrate prisma blog -- db seed', does: 'run the seed that its package.json names' },
    { line: 'orchestrate prisma blog -- db execute --file fix.sql', does: 'run a script' },
    { line: 'orchestrate prisma blog -- studio', does: 'browse the data' },
    { line: 'orchestrate prisma blog -- validate', does: 'check the schema of blog and what it depends on' },
    { line: 'orchestrate prisma blog -- format', does: 'format the fragment' },
    { line: 'orchestrate prisma blog -- generate', does: 'a client of blog alone, beside its schema' },
  ],
  problems: "it failed, as Prisma's own exit code says",
  load: async () => (await import('./prisma-command.js')).prismaCommand,
  loadResultDocument: async () => (await import('./prisma-result.js')).prismaResult,
};
