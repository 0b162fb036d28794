import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { readStats } from '../../../config/read-text-file.js';
import type { Diagnosis } from '../../../diagnosis.js';
import { messageOf } from '../../../errors.js';
import { shellWord } from '../../../shell-word.js';
import type { DoctorContext } from '../doctor-context.js';
import { isAbsent } from '../is-absent.js';

const VARIABLE = 'PRISMA_SCHEMA_ENGINE_BINARY';
const START_TIMEOUT_MS = 10_000;

/** Whether the engine that the environment gives to Prisma's command can be started. */
export async function checkEngineBinary({ root, open, environment }: DoctorContext): Promise<readonly Diagnosis[]> {
  const named = (open?.workspace.environment ?? environment)[VARIABLE];
  if (isAbsent(named)) {
    const message = `no engine is named by ${VARIABLE}, and orchestrate needs none: it has its own`;
    return [{ code: 'DOCTOR.ENGINE_BINARY', status: 'skipped', message, fix: null }];
  }
  const file = path.resolve(root, named);
  const problem = whyNotStartable(file);
  if (problem !== null) {
    return [
      {
        code: 'DOCTOR.ENGINE_BINARY',
        status: 'error',
        message: `${VARIABLE} names ${file}, ${problem.what}.`,
        fix: problem.fix,
      },
    ];
  }
  return [await askVersion(file)];
}

function whyNotStartable(file: string): { readonly what: string; readonly fix: string } | null {
  const stats = readStats(file);
  if (stats === null) return { what: 'which is not there', fix: `Correct ${VARIABLE}, or unset it.` };
  if (!stats.isFile()) return { what: 'which is no file', fix: `Correct ${VARIABLE}, or unset it.` };
  try {
    accessSync(file, constants.X_OK);
    return null;
  } catch {
    return { what: 'which this user may not execute', fix: `chmod +x ${shellWord(file)}` };
  }
}

async function askVersion(file: string): Promise<Diagnosis> {
  const { execa } = await import('execa');
  try {
    const { stdout } = await execa(file, ['--version'], { stdin: 'ignore', timeout: START_TIMEOUT_MS });
    const [version = ''] = stdout.split('\n');
    return { code: 'DOCTOR.ENGINE_BINARY', status: 'ok', message: `${version.trim()} (${file})`, fix: null };
  } catch (error) {
    const [reason] = messageOf(error).split('\n');
    return {
      code: 'DOCTOR.ENGINE_BINARY',
      status: 'error',
      message: `${VARIABLE} names ${file}, which does not say its version: ${reason}`,
      fix: `Correct ${VARIABLE}, or unset it.`,
    };
  }
}
