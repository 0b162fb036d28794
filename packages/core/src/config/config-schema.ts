import { z } from 'zod';
import { hooksDataSchema, hooksSchema } from './hooks-schema.js';

const text = z.string().min(1);

/** PostgreSQL keeps these in 32 bits. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The schema of the configuration as it is written; `OrchestrateConfig` is the same as a type. */
export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  extensions: z
    .array(text)
    .optional()
    .describe('Extensions besides those found in extensionsDir: names, paths, globs or npm package names'),
  autoDiscover: z
    .boolean()
    .optional()
    .describe('Whether every directory of extensionsDir that holds a fragment is an extension (default: true)'),
  extensionsDir: text.optional().describe('Where extensions are looked for (default: extensions)'),
  core: z
    .strictObject({
      schema: text.optional().describe("Schema file or folder of core (default: as in Prisma's configuration)"),
      migrations: text.optional().describe("Folder of core's revisions (default: as in Prisma's configuration)"),
      namespace: text
        .optional()
        .describe("PostgreSQL: schema of core's models once some extension has one of its own (default: public)"),
    })
    .optional()
    .describe('Where the core fragment and its revisions are'),
  datasource: z
    .strictObject({
      url: z.string().optional().describe("The database; goes before Prisma's configuration and DATABASE_URL"),
      lockTimeoutMs: z
        .int()
        .min(1)
        .max(LONGEST_TIMEOUT_MS)
        .optional()
        .describe('PostgreSQL: how long a statement of a revision waits for a lock on a table, in milliseconds'),
      statementTimeoutMs: z
        .int()
        .min(1)
        .max(LONGEST_TIMEOUT_MS)
        .optional()
        .describe('PostgreSQL: how long a statement of a revision may run, in milliseconds'),
    })
    .optional()
    .describe('The database of the workspace'),
  output: text.optional().describe('Folder of the composed schema (default: generated/schema)'),
  shadow: z
    .union([z.enum(['auto', 'server', 'embedded']), z.strictObject({ url: text })])
    .optional()
    .describe('Where revisions are replayed: auto, server, embedded, or an empty database of your own'),
  backup: z
    .strictObject({
      enabled: z.boolean().optional().describe('Whether any run may make a backup unasked (default: true)'),
      beforeMigrate: z.boolean().optional().describe('Back the database up before revisions are applied or reverted'),
      location: text.optional().describe('Folder of the backups (default: .orchestrate/backups)'),
      keepCount: z.int().min(1).optional().describe('How many backups of one database are kept (default: 5)'),
      checksums: z
        .boolean()
        .optional()
        .describe('Sum up all rows, so that `restore --verify` can compare their values (default: true)'),
      pgDump: text.optional().describe('PostgreSQL: path of pg_dump (default: looked for)'),
      pgRestore: text.optional().describe('PostgreSQL: path of pg_restore (default: looked for)'),
    })
    .optional()
    .describe('Backups of the database'),
  hooks: hooksSchema,
  lint: z
    .strictObject({
      severities: z
        .record(z.string(), z.enum(['off', 'notice', 'warning', 'error']))
        .optional()
        .describe(
          'Severities by finding code: for rules of the migration standard, and for findings that are not errors',
        ),
      standard: z.int().min(1).optional().describe('Version of the migration standard: rules that came later are off'),
      startAfter: z
        .union([text, z.record(z.string(), text)])
        .optional()
        .describe('Revision or timestamp, for all or by extension: earlier revisions are not linted'),
      ignore: z
        .array(z.strictObject({ rule: text, path: text, reason: text }))
        .optional()
        .describe('Findings of a rule to leave out, by file, glob, extension or revision'),
      prefix: z
        .record(z.string(), z.union([z.string(), z.null()]))
        .optional()
        .describe(
          'What the names of tables begin with, by extension; null for nothing (default: the name of the extension)',
        ),
    })
    .optional()
    .describe('The migration standard, and how much findings weigh'),
});

/** The JSON Schema of the configuration, for editors; `orchestrate.schema.json` of this package is its text. */
export function renderJsonSchema(): string {
  const schema = z.toJSONSchema(configSchema.extend({ hooks: hooksDataSchema }), { io: 'input', target: 'draft-7' });
  const titled = { $schema: schema.$schema, title: 'Prisma Orchestrate configuration', ...schema };
  return `${JSON.stringify(titled, null, 2)}\n`;
}
