import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import type { Database } from '../database/database.js';
import { messageOf, OrchestrateError } from '../errors.js';
import { engineAdapterFactory } from './engine-adapter.js';
import { loadEngineRuntime } from './engine-runtime.js';

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
  const engine = await runtime.SchemaEngine.new(
    { datamodels: undefined },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
  try {
    return await job(engine);
  } catch (error) {
    const cause = databaseError ?? error;
    throw new OrchestrateError({
      code: 'ENGINE.DIFF_FAILED',
      message: `Prisma's schema engine could not compare the schema with the shadow database: ${messageOf(cause)}`,
      fix: 'Run `orchestrate validate`; if the schema is valid, report this with the output of `orchestrate debug`.',
      cause,
    });
  } finally {
    engine.free();
  }
}
