import type { Diagnosis } from '../../../diagnosis.js';
import type { DiagnosedPlace } from '../../doctor-checks.js';
import { parsePostgresUrl } from '../connection/postgres-url.js';

/** Whether the URL leads to the server itself, as far as it tells. */
export async function checkPooler({ target }: Pick<DiagnosedPlace, 'target'>): Promise<readonly Diagnosis[]> {
  const { isPooled, display } = parsePostgresUrl(target.url, target);
  if (!isPooled) return [];
  return [
    {
      code: 'DATABASE.POOLER',
      status: 'warning',
      message: `${display} leads through a connection pooler, which may hand each transaction to another session, so that two runs can work at once.`,
      fix: "Use the direct URL of the database, in Prisma's configuration or with --database-url; the application may go on using the pooler.",
    },
  ];
}
