import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { errorCode, readStats } from '../../../config/read-text-file.js';
import type { Diagnosis } from '../../../diagnosis.js';
import { shellWord } from '../../../shell-word.js';
import type { DiagnosedPlace } from '../../doctor-checks.js';
import { realPathOf } from '../real-path-of.js';
import { parseSqliteUrl } from '../sqlite-url.js';

/** Whether a run may write to the file, and beside it: SQLite's journal and the lock are files of their own. */
export async function checkFile({ target }: Pick<DiagnosedPlace, 'target'>): Promise<readonly Diagnosis[]> {
  const file = realPathOf(parseSqliteUrl(target.url, target).file);
  const places = [...(readStats(file) === null ? [] : [file]), nearestDirectory(path.dirname(file))];
  const closed = places.filter((place) => !isWritable(place));
  if (closed.length === 0) {
    return [
      { code: 'DOCTOR.FILE_ACCESS', status: 'ok', message: `${places.join(' and ')} can be written to`, fix: null },
    ];
  }
  const names = closed.map(shellWord).join(' ');
  return [
    {
      code: 'DOCTOR.FILE_ACCESS',
      status: 'error',
      message: `This user may not write to ${closed.join(' nor to ')}; SQLite also makes files beside the database.`,
      fix: `Give this user the right to: chmod u+w ${names} (or chown them).`,
    },
  ];
}

/** A directory that is missing is made by a run. */
function nearestDirectory(directory: string): string {
  const parent = path.dirname(directory);
  return parent === directory || readStats(directory) !== null ? directory : nearestDirectory(parent);
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EACCES' || errorCode(error) === 'EROFS' || errorCode(error) === 'EPERM') return false;
    throw error;
  }
}
