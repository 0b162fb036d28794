import type { DriverChecks } from '../../doctor-checks.js';
import { checkClient } from './check-client.js';
import { checkFile } from './check-file.js';
import { checkFileSystem } from './check-file-system.js';
import { checkIntegrity } from './check-integrity.js';
import { checkLock } from './check-lock.js';
import { findLeftovers } from './find-leftovers.js';

/** What `doctor` looks at where the database is a SQLite file. */
export const SQLITE_CHECKS: DriverChecks = {
  unopened: [
    { group: 'drivers', subject: 'better-sqlite3', run: checkClient },
    { group: 'database', subject: 'the file of the database', run: checkFile },
    { group: 'leftovers', subject: 'files beside the database', run: findLeftovers },
  ],
  opened: [
    { group: 'database', subject: 'the file system', run: checkFileSystem },
    { group: 'database', subject: 'the pages of the database', run: checkIntegrity },
    { group: 'database', subject: 'the lock', run: checkLock },
  ],
};
