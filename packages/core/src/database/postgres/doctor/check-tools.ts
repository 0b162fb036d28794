import type { Diagnosis } from '../../../diagnosis.js';
import { OrchestrateError } from '../../../errors.js';
import type { DiagnosedDatabase } from '../../doctor-checks.js';
import { findTool } from '../backup/find-tool.js';
import type { ToolName } from '../backup/postgres-tool.js';

/** Whether the programs that back up and restore are there, in versions that fit the server. */
export async function checkTools({ database, backup }: DiagnosedDatabase): Promise<readonly Diagnosis[]> {
  const [row] = await database.query<{ readonly version: string }>(
    `SELECT current_setting('server_version') AS version`,
  );
  const serverVersion = row?.version ?? '';
  return Promise.all([
    checkTool('pg_dump', backup.pgDump, serverVersion),
    checkTool('pg_restore', backup.pgRestore, serverVersion),
  ]);
}

async function checkTool(name: ToolName, configured: string | null, serverVersion: string): Promise<Diagnosis> {
  try {
    const { file, version } = await findTool({ name, configured, serverVersion });
    return { code: 'DOCTOR.BACKUP_TOOL', status: 'ok', message: `${name} ${version} (${file})`, fix: null };
  } catch (error) {
    if (!(error instanceof OrchestrateError)) throw error;
    const { code, message, fix } = error;
    // Everything but backups goes without.
    return { code, status: 'warning', message, fix };
  }
}
