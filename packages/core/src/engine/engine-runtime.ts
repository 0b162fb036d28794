import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as SchemaEngineModule from '@prisma/schema-engine-wasm';
import { messageOf, OrchestrateError } from '../errors.js';
import { PanicHearing } from './hear-panic.js';

// Node has this; its types come only with those of the DOM, which would let browser globals through.
declare namespace WebAssembly {
  type Exports = Record<string, unknown>;
  type Module = object;
  function compile(binary: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: Record<string, object>): Promise<{ readonly exports: Exports }>;
}

/** The classes and functions of Prisma's schema engine, ready to be called. */
export type EngineRuntime = typeof SchemaEngineModule;

/**
 * What is loaded, by the path of the engine's JavaScript half, for the whole process: that half is one module however
 * many copies of this library there are, and works with one instance of the WebAssembly at a time.
 */
const LOADED = Symbol.for('@prisma-orchestrate/core: schema engines');

/** What the whole process knows of engines that have broken down between the steps of their work. */
const BREAKDOWNS = Symbol.for('@prisma-orchestrate/core: schema engine breakdowns');

interface Breakdowns {
  readonly listeners: Set<(runtime: object, error: unknown) => void>;
  /** Their runtimes: no work of theirs goes on, and none begins. */
  readonly broken: WeakMap<object, unknown>;
}

function breakdowns(): Breakdowns {
  const shared = globalThis as { [BREAKDOWNS]?: Breakdowns };
  shared[BREAKDOWNS] ??= { listeners: new Set(), broken: new WeakMap() };
  return shared[BREAKDOWNS];
}

interface LoadedEngine {
  /** How many instances have broken down before it. */
  readonly generation: number;
  /** Null until someone asks for it. */
  readonly runtime: Promise<EngineRuntime> | null;
}

function loadedEngines(): Map<string, LoadedEngine> {
  const shared = globalThis as { [LOADED]?: Map<string, LoadedEngine> };
  shared[LOADED] ??= new Map();
  return shared[LOADED];
}

/**
 * Loads Prisma's schema engine, the WebAssembly build, once per process. The package's own entry imports the `.wasm`
 * as a module, which Node does not do without a flag, so it is instantiated here.
 *
 * @throws OrchestrateError `ENGINE.NOT_LOADED`
 */
export async function loadEngineRuntime(): Promise<EngineRuntime> {
  try {
    const glue = resolveGlue();
    const engines = loadedEngines();
    const { generation, runtime } = engines.get(glue) ?? { generation: 0, runtime: null };
    const loading = runtime ?? load(glue, generation);
    engines.set(glue, { generation, runtime: loading });
    loading.catch(() => engines.set(glue, { generation, runtime: null }));
    return await loading;
  } catch (cause) {
    throw new OrchestrateError({
      code: 'ENGINE.NOT_LOADED',
      message: `Prisma's schema engine could not be loaded: ${messageOf(cause)}`,
      fix: 'Reinstall the dependencies (npm ci); @prisma/schema-engine-wasm must be installed in the version this package asks for.',
      cause,
    });
  }
}

/** The engine itself has broken down: it panicked, or its stack overflowed. */
export class EngineBreakdown extends Error {
  override readonly name = 'EngineBreakdown';
}

/**
 * Does work with an engine. Where that breaks down, the instance is discarded: what waits for it would wait for ever.
 *
 * @throws EngineBreakdown
 */
export async function guardEngine<Result>(runtime: EngineRuntime, work: () => Promise<Result>): Promise<Result> {
  using panic = new PanicHearing();
  const { listeners, broken } = breakdowns();
  if (broken.has(runtime)) throw new EngineBreakdown(messageOf(broken.get(runtime)));
  let hear = (_runtime: object, _error: unknown): void => {};
  const breakdown = new Promise<never>((_resolve, reject) => {
    hear = (which, error) => {
      if (which === runtime) reject(error);
    };
  });
  listeners.add(hear);
  try {
    return await Promise.race([work(), breakdown]);
  } catch (error) {
    if (isBreakdown(error) || isSpent(runtime)) await discardEngineRuntime(runtime);
    if (!isBreakdown(error)) throw error;
    throw new EngineBreakdown(panic.reason || messageOf(error), { cause: error });
  } finally {
    listeners.delete(hear);
  }
}

/** Starts loading, so that the engine is compiled in the background while other work goes on. */
export function preloadEngine(): void {
  // Who uses the engine hears of a failure.
  loadEngineRuntime().catch(() => {});
}

/**
 * Forgets an instance that has broken down, so that the next who needs the engine gets a new one. Those who are at work
 * with the old one keep it.
 */
export async function discardEngineRuntime(broken: EngineRuntime): Promise<void> {
  const glue = resolveGlue();
  const engines = loadedEngines();
  const current = engines.get(glue);
  // Of several that notice, the first has done it already.
  if (current === undefined || (await current.runtime) !== broken || engines.get(glue) !== current) return;
  engines.set(glue, { generation: current.generation + 1, runtime: null });
}

function resolveGlue(): string {
  return createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
}

async function load(glue: string, generation: number): Promise<EngineRuntime> {
  const binary = readFileSync(path.join(path.dirname(glue), 'schema_engine_bg.wasm'));
  const compiling = WebAssembly.compile(binary);
  const address = pathToFileURL(glue);
  // Node then evaluates the JavaScript half anew: it works with one instance of the other half at a time.
  if (generation > 0) address.search = `generation=${generation}`;
  const runtime = (await import(address.href)) as EngineRuntime & {
    __wbg_set_wasm(exports: WebAssembly.Exports): void;
  };
  const instance = await WebAssembly.instantiate(await compiling, { './schema_engine_bg.js': guardSteps(runtime) });
  runtime.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return runtime;
}

type Step = (...values: unknown[]) => unknown;

// The steps of the engine's work run as callbacks of Node's own: what they throw would end the process, and whoever waits
// for the work would never hear of it.
function guardSteps(runtime: EngineRuntime): Record<string, unknown> {
  const guard = (step: unknown): unknown => {
    if (typeof step !== 'function') return step;
    return (...values: unknown[]): unknown => {
      try {
        return (step as Step)(...values);
      } catch (error) {
        const { listeners, broken } = breakdowns();
        broken.set(runtime, error);
        for (const tell of [...listeners]) tell(runtime, error);
        return undefined;
      }
    };
  };
  return Object.fromEntries(
    Object.entries(runtime).map(([name, imported]): [string, unknown] => {
      if (name.startsWith('__wbg_then_')) {
        const then = imported as unknown as Step;
        return [name, (promise: unknown, ...steps: unknown[]) => then(promise, ...steps.map(guard))];
      }
      if (name.startsWith('__wbg_setTimeout_')) return [name, startTimer];
      if (!name.startsWith('__wbg_queueMicrotask_')) return [name, imported];
      const queue = imported as unknown as Step;
      // One of that name only asks for the function.
      return [name, (value: unknown) => queue(guard(value))];
    }),
  );
}

/** Whether an instance has ended in the middle of its work, as it does over input that it cannot read. */
export function isSpent(runtime: EngineRuntime): boolean {
  return breakdowns().broken.has(runtime);
}

// The engine limits how long it waits for a lock, and goes on with its limit when it has the lock: for ten seconds, no
// process that has migrated anything would end.
function startTimer(step: unknown, ms: unknown): unknown {
  return setTimeout(step as Step, Number(ms)).unref();
}

/** Whether an error is one of WebAssembly itself, after which the instance is of no more use. */
export function isBreakdown(error: unknown): boolean {
  return error instanceof Error && (error.name === 'RuntimeError' || error instanceof RangeError);
}
