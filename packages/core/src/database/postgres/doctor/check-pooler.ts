import type { Diagnosis } from '../../../diagnosis.js';
import type { DiagnosedPlace } from '../../doctor-checks.js';
import { poolerWarning } from '../connection/pooler-warning.js';
import { parsePostgresUrl } from '../connection/postgres-url.js';

/** Whether the URL leads to the server itself, as far as it tells. */
export async function checkPooler({ target }: Pick<DiagnosedPlace, 'target'>): Promise<readonly Diagnosis[]> {
  const location = parsePostgresUrl(target.url, target);
  if (!location.isPooled) return [];
  const { code, message, fix } = poolerWarning(location);
  return [{ code, status: 'warning', message, fix }];
}
