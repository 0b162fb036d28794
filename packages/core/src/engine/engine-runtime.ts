import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as SchemaEngineModule from '@prisma/schema-engine-wasm';
import { messageOf, OrchestrateError } from '../errors.js';

// Node has this; its types come only with those of the DOM, which would let browser globals through.
declare namespace WebAssembly {
  type Exports = Record<string, unknown>;
  function instantiate(
    binary: Uint8Array,
    imports: Record<string, object>,
  ): Promise<{ readonly instance: { readonly exports: Exports } }>;
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

async function load(): Promise<EngineRuntime> {
  try {
    const require = createRequire(import.meta.url);
    const glue = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
    const binary = await readFile(path.join(path.dirname(glue), 'schema_engine_bg.wasm'));
    const runtime = (await import(pathToFileURL(glue).href)) as EngineRuntime & {
      __wbg_set_wasm(exports: WebAssembly.Exports): void;
    };
    const { instance } = await WebAssembly.instantiate(binary, {
      './schema_engine_bg.js': runtime,
    });
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
