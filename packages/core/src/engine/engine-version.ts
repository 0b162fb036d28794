import { loadEngineRuntime } from './engine-runtime.js';

/**
 * What Prisma's schema engine calls itself, asked of the engine.
 *
 * @throws OrchestrateError `ENGINE.NOT_LOADED`
 */
export async function engineVersion(): Promise<string> {
  const runtime = await loadEngineRuntime();
  return runtime.version();
}
