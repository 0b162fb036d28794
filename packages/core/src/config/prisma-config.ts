import path from 'node:path';
import { messageOf, OrchestrateError } from '../errors.js';
import type { Environment } from './environment.js';
import { type LoadedModule, loadModule } from './load-module.js';
import { missingVariable, missingVariableIn } from './missing-variable.js';

/** What orchestrate takes from Prisma's own configuration. It is read and never rewritten. */
export interface PrismaConfig {
  /** Absolute. */
  readonly file: string;
  /** Schema file or folder, absolute; null where the configuration names none. */
  readonly schema: string | null;
  /** Folder of the revisions, absolute. */
  readonly migrationsPath: string | null;
  /** With its secrets; never to be printed. May name a variable that is not set, see `missingVariableIn`. */
  readonly datasourceUrl: string | null;
  /** As {@link PrismaConfig.datasourceUrl}. */
  readonly shadowDatabaseUrl: string | null;
  /** SQL that prepares a shadow database. */
  readonly initShadowDb: string | null;
  /** What only Prisma's own command uses. */
  readonly own: PrismaOwnSettings;
}

/** Settings of Prisma's own command, for when it runs for one extension. */
export interface PrismaOwnSettings {
  /** The command line that `db seed` runs. */
  readonly seed: string | null;
  /** Folders of views and of queries for typed SQL, absolute. */
  readonly viewsPath: string | null;
  readonly typedSqlPath: string | null;
  /** What is managed by nobody here, by Prisma's names. */
  readonly externalTables: readonly string[];
  readonly externalEnums: readonly string[];
}

/** Where nothing is said. */
export const NO_OWN_SETTINGS: PrismaOwnSettings = {
  seed: null,
  viewsPath: null,
  typedSqlPath: null,
  externalTables: [],
  externalEnums: [],
};

/** What {@link readPrismaConfig} takes. */
export interface ReadPrismaConfigOptions {
  /** Absolute. */
  readonly file: string;
  readonly environment: Environment;
}

/**
 * Reads Prisma's configuration. Its import of `prisma/config`, which takes longer than most commands of orchestrate, is
 * answered by a stand-in; only a file that fails with the stand-in gets the real module. `dotenv/config` need not be
 * installed.
 *
 * @throws OrchestrateError `CONFIG.PRISMA_CONFIG_FAILED`, `CONFIG.PRISMA_CONFIG_INVALID`
 */
export async function readPrismaConfig(options: ReadPrismaConfigOptions): Promise<PrismaConfig> {
  const loaded = await load(options);
  const { file } = options;
  if (loaded.kind === 'none') throw invalid(file, ['it has no default export']);
  return toPrismaConfig(file, loaded.value);
}

async function load({ file, environment }: ReadPrismaConfigOptions): Promise<LoadedModule> {
  const standIn = {
    defineConfig: <Value>(config: Value): Value => config,
    // An empty variable counts as missing, as it does for Prisma.
    env: (name: string): string => environment[name] || missingVariable(name),
  };
  const standIns = { 'prisma/config': standIn, '@prisma/config': standIn };
  let first: unknown;
  // What dotenv does is done: the environment has what `.env` says. In production it often is not installed.
  for (const modules of [standIns, { ...standIns, 'dotenv/config': {} }, {}]) {
    try {
      return await loadModule({ file, environment, modules });
    } catch (error) {
      first ??= error;
    }
  }
  throw prismaConfigFailed(file, first);
}

function toPrismaConfig(file: string, value: unknown): PrismaConfig {
  const problems: string[] = [];

  function section(key: string, from: unknown): Readonly<Record<string, unknown>> {
    if (from === undefined || from === null) return {};
    if (typeof from === 'object' && !Array.isArray(from)) return from as Readonly<Record<string, unknown>>;
    problems.push(`${key} must be an object`);
    return {};
  }

  function text(key: string, from: unknown): string | null {
    if (from === undefined || from === null || from === '') return null;
    if (typeof from === 'string') return from;
    problems.push(`"${key}" must be a string`);
    return null;
  }

  function location(key: string, from: unknown): string | null {
    const written = text(key, from);
    if (written === null) return null;
    const variable = missingVariableIn(written);
    if (variable !== null) problems.push(`"${key}" comes from the environment variable ${variable}, which is not set`);
    return path.resolve(path.dirname(file), written);
  }

  function names(key: string, from: unknown): readonly string[] {
    if (from === undefined || from === null) return [];
    if (Array.isArray(from) && from.every((name) => typeof name === 'string')) return from;
    problems.push(`"${key}" must be a list of strings`);
    return [];
  }

  const config = section('the default export', value);
  const datasource = section('"datasource"', config['datasource']);
  const migrations = section('"migrations"', config['migrations']);
  const read: PrismaConfig = {
    file,
    schema: location('schema', config['schema']),
    migrationsPath: location('migrations.path', migrations['path']),
    datasourceUrl: text('datasource.url', datasource['url']),
    shadowDatabaseUrl: text('datasource.shadowDatabaseUrl', datasource['shadowDatabaseUrl']),
    initShadowDb: text('migrations.initShadowDb', migrations['initShadowDb']),
    own: {
      seed: text('migrations.seed', migrations['seed']),
      viewsPath: location('views.path', section('"views"', config['views'])['path']),
      typedSqlPath: location('typedSql.path', section('"typedSql"', config['typedSql'])['path']),
      externalTables: names('tables.external', section('"tables"', config['tables'])['external']),
      externalEnums: names('enums.external', section('"enums"', config['enums'])['external']),
    },
  };
  if (problems.length > 0) throw invalid(file, problems);
  return read;
}

/** The file that holds Prisma's configuration cannot be loaded. */
export function prismaConfigFailed(file: string, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'CONFIG.PRISMA_CONFIG_FAILED',
    message: `Prisma's configuration ${file} cannot be loaded: ${messageOf(cause).trim()}`,
    fix: 'Correct that file; `prisma validate` loads the same one.',
    meta: { file },
    cause,
  });
}

function invalid(file: string, problems: readonly string[]): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'CONFIG.PRISMA_CONFIG_INVALID',
    message: `Prisma's configuration ${file} is not valid: ${problems.join('; ')}.`,
    fix: "Correct that file; it must export the result of Prisma's defineConfig({ … }) as default.",
    meta: { file, problems },
  });
}
