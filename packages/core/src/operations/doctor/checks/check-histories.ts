import type { Database } from '../../../database/database.js';
import type { Diagnosis } from '../../../diagnosis.js';
import type { OpenWorkspace } from '../../run/open-workspace.js';
import { statusOf } from '../../status.js';

/** Whether what the database has recorded contradicts itself or the revisions, as `status` sees it. */
export async function checkHistories(database: Database, open: OpenWorkspace): Promise<readonly Diagnosis[]> {
  const { problems, strayHistories, extensions } = await statusOf(database, { open });
  const found: readonly Diagnosis[] = [
    ...problems.map(({ code, message, fix }) => ({ code, status: 'error' as const, message, fix })),
    ...strayHistories.map(({ extension, table, schema }) => ({
      code: 'DOCTOR.STRAY_HISTORY',
      status: 'warning' as const,
      message: `The database has a history of ${extension} (${schema === null ? table : `${schema}.${table}`}), which is no extension of this workspace.`,
      fix: `Where it is gone for good: orchestrate uninstall ${extension}`,
    })),
  ];
  if (found.length > 0) return found;
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
  const applied = sum(extensions.map((each) => each.applied));
  const pending = sum(extensions.map((each) => each.pending.length));
  const message = `the history fits the revisions: ${applied} applied, ${pending} pending`;
  return [{ code: 'DOCTOR.HISTORY', status: 'ok', message, fix: null }];
}
