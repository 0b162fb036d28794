import path from 'node:path';
import type { Config } from './config.js';
import { type ConfigProblem, invalidConfig } from './config-problem.js';
import { resolveCorePaths } from './core-paths.js';
import { BACKUP_DIRECTORY, BACKUPS_KEPT, EXTENSIONS_DIRECTORY, OUTPUT_DIRECTORY } from './defaults.js';
import type { OrchestrateConfig } from './define-config.js';
import type { Environment } from './environment.js';
import { extensionListOf } from './extension-list.js';
import type { FileTree } from './file-tree.js';
import { resolveHooks } from './hooks.js';
import { whyUnfitNamespace } from './namespace-name.js';
import type { PrismaConfig } from './prisma-config.js';
import { isInside, rootRelative } from './root-relative.js';

/** What a configuration is made of. */
export interface ResolveConfigOptions {
  /** Absolute. */
  readonly root: string;
  /** The file that `input` was read from, null where defaults serve. */
  readonly file: string | null;
  /** Checked. */
  readonly input: OrchestrateConfig;
  readonly prismaConfig: PrismaConfig | null;
  readonly environment: Environment;
  readonly files: FileTree;
}

/**
 * Fills in the defaults.
 *
 * @throws OrchestrateError `CONFIG.INVALID`, `WORKSPACE.NO_SCHEMA`, `CONFIG.EXTENSION_LIST_INVALID`,
 * `CONFIG.EXTENSION_LIST_CONFLICT`
 */
export function resolveConfig(options: ResolveConfigOptions): Config {
  const { root, file, input, prismaConfig, environment, files } = options;
  const relative = (written: string): string => rootRelative(root, path.resolve(root, written));
  const core = resolveCorePaths({ root, input, prismaConfig, files });
  const output = path.resolve(root, input.output ?? OUTPUT_DIRECTORY);
  const namespace = input.core?.namespace ?? null;
  const problems = [...checkOutputApart(output, core.schema), ...(namespace === null ? [] : checkNamespace(namespace))];
  if (problems.length > 0) throw invalidConfig(file, problems);
  const fromEnvironment = extensionListOf(environment);
  return {
    file,
    extensions: fromEnvironment ?? input.extensions ?? null,
    extensionsFrom: fromEnvironment !== null ? 'environment' : input.extensions === undefined ? 'none' : 'config',
    autoDiscover: fromEnvironment === null && (input.autoDiscover ?? true),
    extensionsDir: relative(input.extensionsDir ?? EXTENSIONS_DIRECTORY),
    core: {
      schema: rootRelative(root, core.schema),
      migrations: rootRelative(root, core.migrations),
      namespace,
    },
    datasource: {
      url: input.datasource?.url || null,
      lockTimeoutMs: input.datasource?.lockTimeoutMs ?? null,
      statementTimeoutMs: input.datasource?.statementTimeoutMs ?? null,
    },
    output: rootRelative(root, output),
    shadow: input.shadow ?? 'auto',
    hooks: resolveHooks(input.hooks),
    backup: resolveBackup(input.backup, root),
    lint: {
      severities: input.lint?.severities ?? {},
      standard: input.lint?.standard ?? null,
      startAfter: input.lint?.startAfter ?? {},
      ignore: input.lint?.ignore ?? [],
      prefix: input.lint?.prefix ?? {},
    },
  };
}

function resolveBackup(input: OrchestrateConfig['backup'], root: string): Config['backup'] {
  const program = (written: string | undefined): string | null =>
    written === undefined ? null : path.resolve(root, written);
  return {
    enabled: input?.enabled ?? true,
    beforeMigrate: input?.beforeMigrate ?? false,
    location: rootRelative(root, path.resolve(root, input?.location ?? BACKUP_DIRECTORY)),
    keepCount: input?.keepCount ?? BACKUPS_KEPT,
    checksums: input?.checksums ?? true,
    pgDump: program(input?.pgDump),
    pgRestore: program(input?.pgRestore),
  };
}

function checkNamespace(namespace: string): readonly ConfigProblem[] {
  const unfit = whyUnfitNamespace(namespace);
  if (unfit === null) return [];
  const message = `cannot be ${JSON.stringify(namespace)}: ${unfit}`;
  return [{ key: 'core.namespace', message, fix: 'Name the database schema of core, such as "public".' }];
}

/** Otherwise the composed schema would be read as a part of the fragment, or the fragment as a part of it. */
function checkOutputApart(output: string, schema: string): readonly ConfigProblem[] {
  if (!isInside(output, schema) && !isInside(schema, output)) return [];
  const message = `names ${output}, which is not apart from the core schema ${schema}`;
  return [{ key: 'output', message, fix: 'Give the composed schema a folder of its own.' }];
}
