import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import type { Database } from '../database/database.js';
import { messageOf, OrchestrateError } from '../errors.js';
import { ADAPTER_NAME, ENGINE_PROVIDERS, engineAdapter } from './engine-adapter.js';
import { EngineBreakdown, guardEngine, isSpent, loadEngineRuntime } from './engine-runtime.js';

/**
 * Gives Prisma's schema engine a shadow database to look at: as the main and as the shadow connection, as the engine only
 * ever describes it.
 *
 * @throws OrchestrateError `ENGINE.DIFF_FAILED`
 */
export async function withEngine<Result>(
  shadow: Database,
  job: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  const runtime = await loadEngineRuntime();
  let databaseError: unknown = null;
  const onError = (error: unknown): void => {
    databaseError = error;
  };
  const connect = async (): Promise<ReturnType<typeof engineAdapter>> =>
    engineAdapter({ connection: shadow.engineConnection(), onError });
  const provider = ENGINE_PROVIDERS[shadow.provider];
  const factory = { provider, adapterName: ADAPTER_NAME, connect, connectToShadowDb: connect };
  let engine: SchemaEngine | null = null;
  try {
    const made = await guardEngine(runtime, () =>
      runtime.SchemaEngine.new({ datamodels: undefined }, () => {}, bindMigrationAwareSqlAdapterFactory(factory)),
    );
    engine = made;
    return await guardEngine(runtime, () => job(made));
  } catch (error) {
    // It is still in use by what has broken down.
    if (error instanceof EngineBreakdown || isSpent(runtime)) engine = null;
    const cause = error instanceof EngineBreakdown ? error : (databaseError ?? error);
    throw new OrchestrateError({
      code: 'ENGINE.DIFF_FAILED',
      message: `Prisma's schema engine could not compare the schema with the shadow database: ${messageOf(cause)}`,
      fix: 'Run `orchestrate validate`; if the schema is valid, report this with the output of `orchestrate debug`.',
      cause,
    });
  } finally {
    engine?.free();
  }
}
