import { readStats } from '../../../config/read-text-file.js';
import type { Diagnosis } from '../../../diagnosis.js';
import { shellWord } from '../../../shell-word.js';
import type { DiagnosedDatabase } from '../../doctor-checks.js';

/** Reading all pages takes about a second for as much, and nothing can interrupt it. */
const LARGEST_BYTES = 500_000_000;

/** Whether SQLite finds the file damaged. */
export async function checkIntegrity({ database }: Pick<DiagnosedDatabase, 'database'>): Promise<readonly Diagnosis[]> {
  const file = database.place;
  if ((readStats(file)?.size ?? 0) > LARGEST_BYTES) {
    return [
      {
        code: 'DOCTOR.INTEGRITY',
        status: 'skipped',
        message: `the pages were not read, as there are many; to read them: sqlite3 ${shellWord(file)} 'PRAGMA quick_check'`,
        fix: null,
      },
    ];
  }
  const rows = await database.query<{ readonly quick_check: string }>('PRAGMA quick_check(3)');
  const found = rows.map(({ quick_check: line }) => line);
  if (found.length === 1 && found[0] === 'ok') {
    return [{ code: 'DOCTOR.INTEGRITY', status: 'ok', message: 'the pages of the file are sound', fix: null }];
  }
  return [
    {
      code: 'DOCTOR.INTEGRITY',
      status: 'error',
      message: `SQLite finds the file damaged: ${found.join('; ')}`,
      fix: 'Copy the file, then restore a backup (orchestrate restore), or save what can be read: sqlite3 damaged.db .recover | sqlite3 saved.db',
    },
  ];
}
