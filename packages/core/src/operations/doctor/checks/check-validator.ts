import type { Diagnosis } from '../../../diagnosis.js';
import { lintSchema } from '../../../engine/schema-validator.js';

const SCHEMA = 'datasource db {\n  provider = "sqlite"\n}\n\nmodel Probe {\n  id Itn @id\n}\n';

/** Whether Prisma's validator can be loaded, and finds a mistake that is there. */
export async function checkValidator(): Promise<readonly Diagnosis[]> {
  const found = await lintSchema([{ path: 'schema.prisma', text: SCHEMA }]);
  if (found.some(({ message }) => message.includes('Itn'))) {
    return [{ code: 'DOCTOR.VALIDATOR', status: 'ok', message: "Prisma's validator (WebAssembly)", fix: null }];
  }
  return [
    {
      code: 'DOCTOR.VALIDATOR',
      status: 'error',
      message: "Prisma's validator answers, and does not find what is wrong with a schema.",
      fix: 'Install the packages again: npm ci (or the like of your package manager).',
    },
  ];
}
