import { setTimeout as delay } from 'node:timers/promises';
import type { Diagnosis } from '../../../diagnosis.js';
import type { DiagnosedDatabase } from '../../doctor-checks.js';
import { loadBetterSqlite3 } from '../load-better-sqlite3.js';
import { describeLockHolder, readLockHolder } from '../sqlite-lock.js';

/** A look takes the lock for a moment, too: what two doctors see of each other is over with the next look. */
const LOOKS = 4;
const PAUSE_MS = 20;

/** Whether a run is at work. */
export async function checkLock({ database }: Pick<DiagnosedDatabase, 'database'>): Promise<readonly Diagnosis[]> {
  const Connection = loadBetterSqlite3();
  const holder = await heldFor((file) => new Connection(file, { timeout: 0, fileMustExist: true }), database.place);
  if (holder === null) return [{ code: 'DOCTOR.LOCK', status: 'ok', message: 'no run holds the lock', fix: null }];
  return [
    {
      code: 'DOCTOR.LOCK',
      status: 'warning',
      message: `${describeLockHolder(holder)} holds the lock of the database; other runs wait for it.`,
      fix: holder.pid === null ? 'Wait for it.' : `Wait for it; if it hangs, end it on its machine: kill ${holder.pid}`,
    },
  ];
}

async function heldFor(...parts: Parameters<typeof readLockHolder>): Promise<ReturnType<typeof readLockHolder>> {
  let holder = readLockHolder(...parts);
  for (let look = 1; holder !== null && look < LOOKS; look += 1) {
    await delay(PAUSE_MS * (0.5 + Math.random()));
    holder = readLockHolder(...parts);
  }
  return holder;
}
