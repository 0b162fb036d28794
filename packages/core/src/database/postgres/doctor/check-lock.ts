import type { Diagnosis } from '../../../diagnosis.js';
import type { DiagnosedDatabase } from '../../doctor-checks.js';
import { describeLockHolder, readLockHolder } from '../lock/lock-holder.js';
import { LOCK_KEYS } from '../lock/postgres-lock.js';

/** Whether a run, or one of Prisma's own commands, is at work. */
export async function checkLock({ database }: Pick<DiagnosedDatabase, 'database'>): Promise<readonly Diagnosis[]> {
  const holder = await readLockHolder(database, LOCK_KEYS);
  if (holder.pid === null) return [{ code: 'DOCTOR.LOCK', status: 'ok', message: 'no run holds the lock', fix: null }];
  return [
    {
      code: 'DOCTOR.LOCK',
      status: 'warning',
      message: `${describeLockHolder(holder)} holds the lock of the database; other runs wait for it.`,
      fix: `Wait for it; if it hangs, end its session: SELECT pg_terminate_backend(${holder.pid});`,
    },
  ];
}
