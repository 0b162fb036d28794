import { KEPT_PREFIX, REVERTING_PREFIX } from '../revisions/kept-script.js';

/** The column `logs` of a history table in SQL: a script that a row keeps is read only where it is wanted. */
export function logsColumn(wanted: 'all' | 'kept', logs = 'logs'): string {
  return wanted === 'kept' ? logs : `CASE WHEN logs LIKE '${KEPT_PREFIX}%' THEN NULL ELSE ${logs} END AS logs`;
}

/** The condition for the rows that may keep a script, where they are all that is wanted. */
export function rowsWanted(wanted: 'all' | 'kept'): string {
  return wanted === 'kept' ? ` WHERE logs LIKE '${KEPT_PREFIX}%' OR logs LIKE '${REVERTING_PREFIX}%'` : '';
}
