import type { Config } from '../config/config.js';
import type { Environment } from '../config/environment.js';
import { describeHook, type HookName } from '../config/hooks.js';
import { redactUrl } from '../config/redact-url.js';
import { rootRelative } from '../config/root-relative.js';
import { OrchestrateError } from '../errors.js';
import { directDependencies } from '../workspace/dependencies.js';
import type { Workspace } from '../workspace/workspace.js';
import { asOperation } from './run/as-operation.js';
import { assertNotInterrupted } from './run/assert-not-interrupted.js';
import { installedPackage, OWN_DIRECTORY, versionIn } from './run/installed-package.js';
import { locateDatabase } from './run/open-database.js';
import type { OpenWorkspace } from './run/open-workspace.js';
import { openWorkspace } from './run/open-workspace.js';
import type { DatabaseOptions } from './run-options.js';

/** What {@link debug} takes. */
export type DebugOptions = DatabaseOptions;

/** A configuration as JSON can hold it. */
export interface DescribedConfig extends Omit<Config, 'hooks'> {
  readonly hooks: Readonly<Record<HookName, readonly string[]>>;
}

/** Something that would keep other commands from working. */
export interface DebugProblem {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** The database that commands would use. */
export interface DebugDatabase {
  /** Its URL without secrets. */
  readonly display: string;
  /** Where the URL was found. */
  readonly source: string;
  readonly provider: string;
  readonly exists: boolean;
  /** Why it could not be opened. */
  readonly error: string | null;
}

/** One extension as it was found. */
export interface DebugExtension {
  readonly name: string;
  /** Relative to the workspace root. */
  readonly directory: string;
  readonly dependsOn: readonly string[];
  /** How many files its fragment has. */
  readonly files: number;
  readonly revisions: number;
  /** The database schema of its models and its history table; null where they go where core's go. */
  readonly namespace: string | null;
  readonly historyTable: string;
}

/** What orchestrate sees. Holds no secrets, so that it can go into a bug report. */
export interface DebugReport {
  /** Versions by package; null where one is not installed. */
  readonly versions: Readonly<Record<string, string | null>>;
  readonly platform: string;
  /** Absolute path of the workspace; null where none was found, and then the rest is empty too. */
  readonly root: string | null;
  readonly configFile: string | null;
  readonly prismaConfigFile: string | null;
  /** Without secrets, and with what its hooks run. */
  readonly config: DescribedConfig | null;
  readonly database: DebugDatabase | null;
  readonly extensions: readonly DebugExtension[];
  /** The folder of the composed schema, relative to the root. */
  readonly output: string | null;
  /** The variables that count here, without secrets. */
  readonly environment: Readonly<Record<string, string>>;
  readonly problems: readonly DebugProblem[];
}

/**
 * Shows what orchestrate sees: versions, configuration, database, extensions. What is broken comes as problems, so that
 * the rest can still be seen. Changes nothing.
 *
 * @throws OrchestrateError only of kind `interrupted`
 *
 * @example
 * ```ts
 * const { database, problems } = await debug({ cwd: process.cwd() });
 * console.log(database?.display, problems.length); // file:./prisma/dev.db 0
 * ```
 */
export function debug(options: DebugOptions): Promise<DebugReport> {
  return asOperation(options, readDebug);
}

async function readDebug(options: DebugOptions): Promise<DebugReport> {
  const problems: DebugProblem[] = [];
  const open = await collected(problems, () => openWorkspace(options));
  problems.push(...(open?.findings ?? []).map(({ code, message, fix }) => ({ code, message, fix })));
  const root = open?.workspace.root ?? null;
  return {
    versions: versions(root ?? options.cwd),
    platform: `${process.platform} ${process.arch}`,
    root,
    configFile: open?.workspace.config.file ?? null,
    prismaConfigFile: open?.workspace.prismaConfig?.file ?? null,
    config: open === null ? null : withoutSecrets(open.workspace.config),
    database: open === null ? null : await describeDatabase(open.workspace, options, problems),
    extensions: open === null ? [] : describeExtensions(open),
    output: open?.workspace.config.output ?? null,
    environment: environmentOf(open?.workspace.environment ?? options.environment ?? process.env),
    problems,
  };
}

async function describeDatabase(
  workspace: Workspace,
  options: DebugOptions,
  problems: DebugProblem[],
): Promise<DebugDatabase | null> {
  const located = await collected(problems, () => locateDatabase(workspace, options));
  if (located === null) return null;
  const { driver, url, target } = located;
  const { display, source } = url;
  const known = { display, source, provider: driver.provider };
  await assertNotInterrupted(options.signal);
  const own: DebugProblem[] = [];
  const exists = await collected(own, async () => {
    await using database = await driver.open({ ...target, mode: 'read' });
    return !database.isMissing;
  });
  problems.push(...own);
  return { ...known, exists: exists ?? own.length > 0, error: own[0]?.message ?? null };
}

function describeExtensions({ workspace, graph }: OpenWorkspace): readonly DebugExtension[] {
  return workspace.extensions.map((extension) => ({
    name: extension.name,
    directory: rootRelative(workspace.root, extension.directory),
    dependsOn: directDependencies(extension),
    files: extension.fragmentPaths.length,
    revisions: graph.revisionsOf(extension.name).length,
    namespace: extension.namespace,
    historyTable: extension.historyTable,
  }));
}

/** The result, or null where an expected failure went to the problems. */
async function collected<T>(problems: DebugProblem[], work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OrchestrateError) || error.kind === 'interrupted') throw error;
    problems.push({ code: error.code, message: error.message, fix: error.fix });
    return null;
  }
}

const PACKAGES = [
  'prisma',
  '@prisma/client',
  '@prisma/internals',
  '@prisma/schema-engine-wasm',
  '@prisma/prisma-schema-wasm',
  'better-sqlite3',
];

function versions(directory: string): Readonly<Record<string, string | null>> {
  const entries = PACKAGES.map((name) => {
    const installed = installedPackage(directory, name) ?? installedPackage(OWN_DIRECTORY, name);
    return [name, installed?.version ?? null];
  });
  return {
    '@prisma-orchestrate/core': versionIn(OWN_DIRECTORY),
    node: process.versions.node,
    ...Object.fromEntries(entries),
  };
}

const VARIABLES = [
  'DATABASE_URL',
  'ORCHESTRATE_EXTENSIONS',
  'OVERRIDE_EXTENSION_LIST',
  'PRISMA_SCHEMA_ENGINE_BINARY',
  'CI',
  'NO_COLOR',
  'FORCE_COLOR',
];

function environmentOf(environment: Environment): Readonly<Record<string, string>> {
  const entries = VARIABLES.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, name.endsWith('_URL') ? redactUrl(value) : value]];
  });
  return Object.fromEntries(entries);
}

function withoutSecrets(config: Config): DescribedConfig {
  const { url } = config.datasource;
  const shadow = typeof config.shadow === 'string' ? config.shadow : { url: redactUrl(config.shadow.url) };
  const hooks = {
    beforeUpgrade: config.hooks.beforeUpgrade.map(describeHook),
    afterUpgrade: config.hooks.afterUpgrade.map(describeHook),
    afterRevision: config.hooks.afterRevision.map(describeHook),
  };
  return { ...config, hooks, shadow, datasource: { ...config.datasource, url: url === null ? null : redactUrl(url) } };
}
