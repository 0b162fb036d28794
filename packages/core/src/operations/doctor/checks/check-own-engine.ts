import path from 'node:path';
import { readStats, readTextFile } from '../../../config/read-text-file.js';
import type { Diagnosis } from '../../../diagnosis.js';
import { isJsonObject, parseJsonObject } from '../../../json/parse-json-object.js';
import { installedPackage } from '../../run/installed-package.js';
import type { DoctorContext } from '../doctor-context.js';

const PROGRAM = 'orchestrate-schema-engine';

/** Whether the engine that orchestrate brings for Prisma's command is there. */
export async function checkOwnEngine({ root }: DoctorContext): Promise<readonly Diagnosis[]> {
  const cli = installedPackage(root, 'prisma-orchestrate');
  const file = cli === null ? null : programIn(cli.directory);
  if (file === null) return [];
  if (readStats(file) !== null) {
    return [{ code: 'DOCTOR.OWN_ENGINE', status: 'ok', message: `${PROGRAM} for Prisma's own command`, fix: null }];
  }
  return [
    {
      code: 'DOCTOR.OWN_ENGINE',
      status: 'error',
      message: `${PROGRAM}, with which Prisma's own command works here, is missing: ${file}`,
      fix: 'Install the packages again: npm ci (or the like of your package manager).',
    },
  ];
}

function programIn(directory: string): string | null {
  const { bin } = parseJsonObject(readTextFile(path.join(directory, 'package.json')) ?? '') ?? {};
  const script = isJsonObject(bin) ? bin[PROGRAM] : undefined;
  return typeof script === 'string' ? path.join(directory, script) : null;
}
