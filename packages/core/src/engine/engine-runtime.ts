import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as SchemaEngineModule from '@prisma/schema-engine-wasm';
import { messageOf, OrchestrateError } from '../errors.js';

// Node has this; its types come only with those of the DOM, which would let browser globals through.
declare namespace WebAssembly {
  type Exports = Record<string, unknown>;
  type Module = object;
  function compile(binary: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: Record<string, object>): Promise<{ readonly exports: Exports }>;
}

/** The classes and functions of Prisma's schema engine, ready to be called. */
export type EngineRuntime = typeof SchemaEngineModule;

let loading: Promise<EngineRuntime> | null = null;

/**
 * Loads Prisma's schema engine, the WebAssembly build, once per process. The package's own entry imports the `.wasm`
 * as a module, which Node does not do without a flag, so it is instantiated here.
 *
 * @throws OrchestrateError `ENGINE.NOT_LOADED`
 */
export function loadEngineRuntime(): Promise<EngineRuntime> {
  loading ??= load();
  return loading;
}

/** Starts loading, so that the engine is compiled in the background while other work goes on. */
export function preloadEngine(): void {
  // Who uses the engine hears of a failure.
  loadEngineRuntime().catch(() => {});
}

async function load(): Promise<EngineRuntime> {
  try {
    const require = createRequire(import.meta.url);
    const glue = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
    const binary = readFileSync(path.join(path.dirname(glue), 'schema_engine_bg.wasm'));
    const compiling = WebAssembly.compile(binary);
    const runtime = (await import(pathToFileURL(glue).href)) as EngineRuntime & {
      __wbg_set_wasm(exports: WebAssembly.Exports): void;
    };
    const instance = await WebAssembly.instantiate(await compiling, { './schema_engine_bg.js': runtime });
    runtime.__wbg_set_wasm(instance.exports);
    (instance.exports['__wbindgen_start'] as () => void)();
    return runtime;
  } catch (cause) {
    loading = null;
    throw new OrchestrateError({
      code: 'ENGINE.NOT_LOADED',
      message: `Prisma's schema engine could not be loaded: ${messageOf(cause)}`,
      fix: 'Reinstall the dependencies (npm ci); @prisma/schema-engine-wasm must be installed in the version this package asks for.',
      cause,
    });
  }
}
