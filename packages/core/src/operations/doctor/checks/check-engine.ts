import type { Diagnosis } from '../../../diagnosis.js';
import { engineVersion } from '../../../engine/engine-version.js';

/**
 * Whether Prisma's schema engine can be loaded, and answers.
 *
 * @throws OrchestrateError `ENGINE.NOT_LOADED`
 */
export async function checkEngine(): Promise<readonly Diagnosis[]> {
  const version = await engineVersion();
  return [
    { code: 'DOCTOR.ENGINE', status: 'ok', message: `Prisma's schema engine (WebAssembly, ${version})`, fix: null },
  ];
}
