import type { DriverChecks } from '../../doctor-checks.js';
import { checkClient } from './check-client.js';
import { checkLock } from './check-lock.js';
import { checkPooler } from './check-pooler.js';
import { checkPrivileges } from './check-privileges.js';
import { checkRoom } from './check-room.js';
import { checkSettings } from './check-settings.js';
import { checkShadow } from './check-shadow.js';
import { checkTools } from './check-tools.js';
import { findLeftDatabases } from './find-left-databases.js';
import { findLeftServers } from './find-left-servers.js';

/** What `doctor` looks at where the database is on a PostgreSQL server. */
export const POSTGRES_CHECKS: DriverChecks = {
  unopened: [
    { group: 'drivers', subject: 'pg and libpg-query', run: checkClient },
    { group: 'database', subject: 'the database URL', run: checkPooler },
    { group: 'leftovers', subject: 'embedded servers', run: findLeftServers },
  ],
  opened: [
    { group: 'database', subject: 'the settings of the server', run: checkSettings },
    { group: 'database', subject: 'the connections of the server', run: checkRoom },
    { group: 'database', subject: 'the lock', run: checkLock },
    { group: 'drivers', subject: 'pg_dump and pg_restore', run: checkTools },
    { group: 'privileges', subject: 'the privileges of the role', run: checkPrivileges },
    { group: 'privileges', subject: 'the shadow database', run: checkShadow },
    { group: 'leftovers', subject: 'databases of killed runs', run: findLeftDatabases },
  ],
};
