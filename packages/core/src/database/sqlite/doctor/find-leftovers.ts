import path from 'node:path';
import { readDirectory } from '../../../config/read-text-file.js';
import type { Diagnosis } from '../../../diagnosis.js';
import { shellWord } from '../../../shell-word.js';
import type { DiagnosedPlace } from '../../doctor-checks.js';
import { realPathOf } from '../real-path-of.js';
import { parseSqliteUrl } from '../sqlite-url.js';

/** The databases that restores have replaced and kept, until somebody removes them. */
export async function findLeftovers({ target }: Pick<DiagnosedPlace, 'target'>): Promise<readonly Diagnosis[]> {
  const file = realPathOf(parseSqliteUrl(target.url, target).file);
  const directory = path.dirname(file);
  const replaced = (readDirectory(directory) ?? [])
    .map(({ name }) => name)
    .filter((name) => name.startsWith(`${path.basename(file)}.replaced-`))
    .sort();
  if (replaced.length === 0) return [];
  const files = replaced.map((name) => path.join(directory, name));
  return [
    {
      code: 'DOCTOR.REPLACED',
      status: 'warning',
      message: `Restores have kept what they replaced: ${files.join(', ')}.`,
      fix: `Once nobody needs them: rm ${files.map(shellWord).join(' ')}`,
    },
  ];
}
