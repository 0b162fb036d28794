import { readStats } from '../../../config/read-text-file.js';
import type { Diagnosis } from '../../../diagnosis.js';
import { ENGINE_PROGRAM, findEngineProgram } from '../../run/find-engine-program.js';
import type { DoctorContext } from '../doctor-context.js';

/** Whether the engine that orchestrate brings for Prisma's command is there. */
export async function checkOwnEngine({ root }: DoctorContext): Promise<readonly Diagnosis[]> {
  const file = findEngineProgram(root);
  if (file === null) return [];
  if (readStats(file) !== null) {
    return [
      { code: 'DOCTOR.OWN_ENGINE', status: 'ok', message: `${ENGINE_PROGRAM} for Prisma's own command`, fix: null },
    ];
  }
  return [
    {
      code: 'DOCTOR.OWN_ENGINE',
      status: 'error',
      message: `${ENGINE_PROGRAM}, with which Prisma's own command works here, is missing: ${file}`,
      fix: 'Install the packages again: npm ci (or the like of your package manager).',
    },
  ];
}
