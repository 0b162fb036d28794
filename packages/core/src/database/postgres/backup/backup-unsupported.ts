import { OrchestrateError } from '../../../errors.js';
import type { Provider } from '../../database.js';

/** There is no way yet to copy such a database. */
export function backupUnsupported(provider: Provider): OrchestrateError {
  return new OrchestrateError({
    code: 'BACKUP.UNSUPPORTED',
    message: `Databases of the provider "${provider}" are not backed up by this version.`,
    fix: 'Set backup.beforeMigrate to false, and back the database up with pg_dump or the means of whoever hosts it.',
    meta: { provider },
  });
}
