import type { Diagnosis } from '../../../diagnosis.js';
import type { DiagnosedDatabase } from '../../doctor-checks.js';

/** How many connections a run may need at once: its own, those of a shadow database, and those of a backup. */
const NEEDED = 4;

/** Whether a run gets the connections that it needs. */
export async function checkRoom({ database }: Pick<DiagnosedDatabase, 'database'>): Promise<readonly Diagnosis[]> {
  const [row] = await database.query<{ readonly free: number; readonly most: number }>(
    `SELECT current_setting('max_connections')::int AS most,
  (current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
    - (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'))::int AS free`,
  );
  return row === undefined ? [] : [judgeRoom(row)];
}

export function judgeRoom({ free, most }: { readonly free: number; readonly most: number }): Diagnosis {
  if (free >= NEEDED) {
    return { code: 'DOCTOR.CONNECTIONS', status: 'ok', message: `${free} of ${most} connections are free`, fix: null };
  }
  return {
    code: 'DOCTOR.CONNECTIONS',
    status: 'warning',
    message: `Of ${most} connections of the server ${Math.max(free, 0)} are free; a run with a shadow database or a backup needs up to ${NEEDED}.`,
    fix: 'Close some (SELECT * FROM pg_stat_activity lists them), or raise max_connections.',
  };
}
