import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MigrationList, SchemaEngine } from '../../packages/core/src/engine/schema-engine.js';
import type { OnEvent } from '../../packages/core/src/events.js';
import { openExtensionEngine } from '../../packages/core/src/operations/serve-schema-engine/extension/open-extension-engine.js';
import type { DatabaseKind } from './test-database.js';
import type { TestWorkspace } from './test-workspace.js';

/** What differs from engine to engine. */
export interface OpenEngineOptions {
  /** The schema that Prisma's CLI reads; the composed closure of the extension unless given. */
  readonly schema?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly lockTimeoutMs?: number;
  readonly onEvent?: OnEvent;
}

/** The engine that Prisma's CLI is given for one extension. */
export function openEngine(
  workspace: TestWorkspace,
  extension: string,
  { schema, environment = {}, ...options }: OpenEngineOptions = {},
): Promise<SchemaEngine> {
  return openExtensionEngine({
    environment: {
      ...process.env,
      DATABASE_URL: workspace.database.url,
      ORCHESTRATE_ENGINE_EXTENSION: extension,
      ORCHESTRATE_ENGINE_WORKSPACE: workspace.root,
      ...environment,
    },
    files: schema === undefined ? [] : [{ path: '/p/schema.prisma', text: schema }],
    ...options,
  });
}

/** The migrations of an extension as Prisma's CLI reads and sorts them. */
export function listMigrations({ provider }: DatabaseKind, workspace: TestWorkspace, extension: string): MigrationList {
  const folder = join(
    workspace.root,
    extension === 'core' ? 'prisma/migrations' : `extensions/${extension}/prisma/migrations`,
  );
  const names = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
    : [];
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: `provider = "${provider}"\n` },
    shadowDbInitScript: '',
    migrationDirectories: names
      .sort((left, right) => left.localeCompare(right))
      .map((path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok', value: readFileSync(join(folder, path, 'migration.sql'), 'utf8') },
        },
      })),
  };
}

/** No filters. */
export const NO_FILTERS = { externalTables: [], externalEnums: [] };

/** A schema as the requests of Prisma's CLI have it. */
export function schemaOf(text: string) {
  return { files: [{ path: '/p/schema.prisma', content: text }] };
}
