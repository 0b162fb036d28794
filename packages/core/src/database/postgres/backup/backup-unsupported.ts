import { OrchestrateError } from '../../../errors.js';
import type { Provider } from '../../database.js';

/** What speaks PostgreSQL's protocol need not be PostgreSQL: its programs do not know this database. */
export function backupUnsupported(provider: Provider): OrchestrateError {
  return new OrchestrateError({
    code: 'BACKUP.UNSUPPORTED',
    message: `Databases of the provider "${provider}" are not backed up or restored by this version.`,
    fix: 'Set backup.beforeMigrate to false, and back the database up by its own means or those of whoever hosts it.',
    meta: { provider },
  });
}
