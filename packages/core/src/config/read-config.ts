import path from 'node:path';
import { checkPaths } from './check-paths.js';
import type { Config } from './config.js';
import { invalidConfig } from './config-problem.js';
import type { OrchestrateConfig } from './define-config.js';
import { type Environment, readEnvironment } from './environment.js';
import { DISK, type FileTree } from './file-tree.js';
import { findWorkspaceRoot } from './find-workspace-root.js';
import { loadConfigFile } from './load-config-file.js';
import { readPackagePrismaConfig } from './package-prisma-config.js';
import { type PrismaConfig, readPrismaConfig } from './prisma-config.js';
import { resolveConfig } from './resolve-config.js';

/** Which configuration to read. */
export interface ReadConfigOptions {
  /** Where to look for the workspace: this directory or one above it. */
  readonly cwd: string;
  /** A configuration file to use instead of the one that is found; relative to `cwd`. */
  readonly configPath?: string | undefined;
  /** `process.env` unless given. */
  readonly environment?: Environment | undefined;
}

/** A workspace's configuration, and Prisma's. */
export interface WorkspaceConfig {
  /** Absolute path of the workspace. */
  readonly root: string;
  readonly config: Config;
  readonly prismaConfig: PrismaConfig | null;
  /** With what `.env` files add to it. */
  readonly environment: Environment;
}

/**
 * Finds the workspace and reads its configuration.
 *
 * @param files where the schemas and extensions that it names are looked for; the disk unless given
 * @throws OrchestrateError of kind `usage` for whatever is wrong with it
 */
export async function readConfig(options: ReadConfigOptions, files = DISK): Promise<WorkspaceConfig> {
  const { root, configFile, prismaConfigFile } = findWorkspaceRoot(options);
  // Without a configuration file, Prisma 6 also reads the one beside the schema.
  const folders = [root, prismaConfigFile === null ? path.join(root, 'prisma') : path.dirname(prismaConfigFile)];
  const environment = readEnvironment(
    options.environment ?? process.env,
    folders.map((folder) => path.join(folder, '.env')),
  );
  const input = configFile === null ? {} : await readInput({ root, file: configFile, environment, files });
  const prismaConfig =
    prismaConfigFile === null
      ? readPackagePrismaConfig(root)
      : await readPrismaConfig({ file: prismaConfigFile, environment });
  const config = resolveConfig({ root, file: configFile, input, prismaConfig, environment, files });
  return { root, config, prismaConfig, environment };
}

interface ReadInputOptions {
  readonly root: string;
  readonly file: string;
  readonly environment: Environment;
  readonly files: FileTree;
}

async function readInput({ root, file, environment, files }: ReadInputOptions): Promise<OrchestrateConfig> {
  const input = await loadConfigFile({ file, environment });
  const { checkConfig } = await import('./check-config.js');
  const problems = [...checkConfig(input), ...checkPaths(input, { root, files })];
  if (problems.length > 0) throw invalidConfig(file, problems);
  return input as OrchestrateConfig;
}
