import { serversWithTools, type TestServer } from '../../packages/core/src/database/postgres/server.test-support.js';
import { POSTGRESQL, PostgresTestDatabase } from './postgres-test-database.js';
import { SQLITE } from './sqlite-test-database.js';
import type { DatabaseKind } from './test-database.js';

/** The databases that can be backed up here: PostgreSQL where a server is installed together with its own programs. */
export const BACKED_UP: readonly DatabaseKind[] = [SQLITE, ...serversWithTools.map(onServer)];

function onServer(server: TestServer): DatabaseKind {
  const create = async (): Promise<PostgresTestDatabase> =>
    new PostgresTestDatabase((await server.createDatabase()).url);
  return { ...POSTGRESQL, create };
}
