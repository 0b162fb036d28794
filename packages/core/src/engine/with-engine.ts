import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import type { Database } from '../database/database.js';
import { messageOf, OrchestrateError } from '../errors.js';
import { engineAdapterFactory } from './engine-adapter.js';
import { discardEngineRuntime, loadEngineRuntime } from './engine-runtime.js';
import { PanicHearing } from './hear-panic.js';

/**
 * Gives Prisma's schema engine a shadow database to look at.
 *
 * @throws OrchestrateError `ENGINE.DIFF_FAILED`
 */
export async function withEngine<Result>(
  shadow: Database,
  job: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  const runtime = await loadEngineRuntime();
  let databaseError: unknown = null;
  const adapter = engineAdapterFactory(shadow, (error) => {
    databaseError = error;
  });
  using panic = new PanicHearing();
  const engine = await runtime.SchemaEngine.new(
    { datamodels: undefined },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
  let isBroken = false;
  try {
    return await job(engine);
  } catch (error) {
    isBroken = error instanceof Error && error.name === 'RuntimeError';
    if (isBroken) await discardEngineRuntime(runtime);
    const cause = databaseError ?? error;
    const reason = isBroken ? panic.reason : '';
    throw new OrchestrateError({
      code: 'ENGINE.DIFF_FAILED',
      message: `Prisma's schema engine could not compare the schema with the shadow database: ${reason || messageOf(cause)}`,
      fix: 'Run `orchestrate validate`; if the schema is valid, report this with the output of `orchestrate debug`.',
      cause,
    });
  } finally {
    // After a panic it is still in use by what has panicked.
    if (!isBroken) engine.free();
  }
}
