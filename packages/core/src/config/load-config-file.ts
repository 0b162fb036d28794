import path from 'node:path';
import { messageOf, OrchestrateError } from '../errors.js';
import { CONFIG_PLACES } from './config-places.js';
import { defineConfig } from './define-config.js';
import type { Environment } from './environment.js';
import { loadModule } from './load-module.js';
import { PACKAGE_KEY } from './package-key.js';

/** What {@link loadConfigFile} takes. */
export interface LoadConfigFileOptions {
  /** Absolute. */
  readonly file: string;
  /** What a configuration that is code finds in `process.env`. */
  readonly environment: Environment;
}

const MODULES = new Set(['.ts', '.mts', '.js', '.mjs', '.cjs']);
const FORMATS = new Set([...MODULES, '.json', '.yaml', '.yml', '']);

/**
 * What an orchestrate configuration file says, unchecked.
 *
 * @throws OrchestrateError `CONFIG.FAILED` (it cannot be parsed, or throws), `CONFIG.EMPTY`, `CONFIG.NO_DEFAULT_EXPORT`,
 * `CONFIG.UNKNOWN_FORMAT`
 */
export async function loadConfigFile({ file, environment }: LoadConfigFileOptions): Promise<unknown> {
  if (!FORMATS.has(path.extname(file))) throw unknownFormat(file);
  const { cosmiconfig } = await import('cosmiconfig');
  const load = (module: string): Promise<unknown> => loadConfigModule({ file: module, environment });
  try {
    // It also looks for its own settings in the process's directory, whose package.json may be broken.
    const explorer = cosmiconfig(PACKAGE_KEY, {
      cache: false,
      searchPlaces: [...CONFIG_PLACES],
      loaders: Object.fromEntries([...MODULES].map((extension) => [extension, load])),
    });
    const loaded = await explorer.load(file);
    if (loaded === null || loaded.isEmpty === true || loaded.config === null) throw emptyConfig(file);
    return loaded.config;
  } catch (error) {
    throw error instanceof OrchestrateError ? error : failed(file, error);
  }
}

async function loadConfigModule({ file, environment }: LoadConfigFileOptions): Promise<unknown> {
  // The stand-in also serves where orchestrate is installed elsewhere than in the project.
  const standIn = { defineConfig };
  const modules = { '@prisma-orchestrate/core': standIn, 'prisma-orchestrate': standIn };
  const loaded = await loadModule({ file, environment, modules });
  if (loaded.kind === 'none') throw noDefaultExport(file);
  return loaded.value;
}

function failed(file: string, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'CONFIG.FAILED',
    message: `The orchestrate configuration ${file} cannot be loaded: ${messageOf(cause).trim()}`,
    fix: 'Correct that file; docs/configuration.md shows what it may hold.',
    meta: { file },
    cause,
  });
}

function emptyConfig(file: string): OrchestrateError {
  const isPackage = path.basename(file) === 'package.json';
  return new OrchestrateError({
    kind: 'usage',
    code: 'CONFIG.EMPTY',
    message: isPackage ? `${file} has no "${PACKAGE_KEY}" key.` : `The orchestrate configuration ${file} is empty.`,
    fix: isPackage
      ? `Add "${PACKAGE_KEY}": {} to it, or name another file.`
      : 'Write {} into it, or remove it; defaults serve.',
    meta: { file },
  });
}

function noDefaultExport(file: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'CONFIG.NO_DEFAULT_EXPORT',
    message: `The orchestrate configuration ${file} has no default export.`,
    fix: 'Write `export default defineConfig({ … })`, with defineConfig from @prisma-orchestrate/core.',
    meta: { file },
  });
}

function unknownFormat(file: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'CONFIG.UNKNOWN_FORMAT',
    message: `The orchestrate configuration ${file} is of a kind that cannot be read.`,
    fix: 'Use a .ts, .mts, .js, .mjs, .cjs, .json, .yaml or .yml file.',
    meta: { file },
  });
}
