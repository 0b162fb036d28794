import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as Jiti from 'jiti';
import { cacheFolder } from './cache-folder.js';
import type { Environment } from './environment.js';
import { readStats } from './read-text-file.js';
import { withEnvironment } from './with-environment.js';

/** A module of the user's to evaluate. */
export interface LoadModuleOptions {
  /** Absolute. */
  readonly file: string;
  /** What the module finds in `process.env`. */
  readonly environment: Environment;
  /** Modules given to the file instead of those it would find, by import name. */
  readonly modules: Readonly<Record<string, object>>;
  /** What is made of what it exports while it still sees its environment; that itself unless given. */
  readonly read?: (value: unknown) => Promise<unknown>;
}

/** What a module exports as default; `none` where it has no default export. */
export type LoadedModule = { readonly kind: 'default'; readonly value: unknown } | { readonly kind: 'none' };

/** Modules are evaluated one at a time. */
let previous: Promise<unknown> = Promise.resolve();

/**
 * Evaluates a JavaScript or TypeScript module, anew each time. It sees `environment` as `process.env`, alone in the
 * process, and what it does to that is gone afterwards: reading one workspace leaves nothing behind for another.
 *
 * @throws whatever the module throws
 */
export async function loadModule(options: LoadModuleOptions): Promise<LoadedModule> {
  const loading = previous.then(() => evaluate(options));
  previous = loading.catch(() => undefined);
  return loading;
}

async function evaluate({
  file,
  environment,
  modules,
  read = async (value) => value,
}: LoadModuleOptions): Promise<LoadedModule> {
  // As CommonJS: to import it, Node would first read through all of its bundle for names, which takes longer than the rest.
  const { createJiti } = createRequire(import.meta.url)('jiti') as typeof Jiti;
  const jiti = createJiti(file, { moduleCache: false, fsCache: cacheDirectory(file), virtualModules: modules });
  // dotenv announces on stdout what it does, where only data belongs.
  const seen = { DOTENV_CONFIG_QUIET: 'true', ...definedOnly(environment) };
  return withEnvironment(seen, async () => {
    const loaded = (await jiti.evalModule(readFileSync(file, 'utf8'), {
      filename: file,
      ext: path.extname(file),
      async: true,
      // Node would keep what it loads itself, and would load the real modules in place of those given.
      forceTranspile: true,
    })) as object;
    if (!('default' in loaded) && '__esModule' in loaded) return { kind: 'none' };
    // Without the mark of an ES module it is what a CommonJS file set `module.exports` to.
    const value: unknown = 'default' in loaded ? loaded.default : loaded;
    return { kind: 'default', value: await read(await (typeof value === 'function' ? value() : value)) };
  });
}

/** Of the nearest installation; nothing is cached where other users could write, as what is cached is run. */
function cacheDirectory(file: string): string | false {
  for (let directory = path.dirname(file); ; directory = path.dirname(directory)) {
    if (readStats(path.join(directory, 'node_modules'))?.isDirectory()) return cacheFolder(directory);
    if (directory === path.dirname(directory)) return false;
  }
}

function definedOnly(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
