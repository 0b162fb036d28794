import { messageOf, OrchestrateError } from '../errors.js';

/** The test database would be the workspace's own. */
export function isLiveDatabase(display: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'TEST.IS_LIVE',
    message: `The test database ${display} is the database of the workspace itself, which is no place for tests.`,
    fix: 'Name another one with --name or --test-database-url.',
    meta: { database: display },
  });
}

/** Somebody works in a test database that is to go. */
export function testDatabaseInUse(display: string, cause?: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'TEST.IN_USE',
    message: `Somebody is connected to the test database ${display}; nothing was changed.`,
    fix: 'End what uses it, or give --force.',
    meta: { database: display },
    cause,
  });
}

/** The server did not make a test database. */
export function testDatabaseNotCreated(display: string, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'TEST.NOT_CREATED',
    message: `No test database could be made on the server of ${display}: ${messageOf(cause)}`,
    fix: 'Mend what the server says (the role needs CREATEDB), or name another server: --test-database-url or TEST_DATABASE_URL.',
    meta: { server: display },
    cause,
  });
}

/** A connection to the test database led elsewhere. */
export function notTheTestDatabase(expected: string, found: string): OrchestrateError {
  return new OrchestrateError({
    code: 'TEST.NOT_CREATED',
    message: `The server leads to the database "${found}" where the new test database "${expected}" was asked for: a connection pooler may be in between.`,
    fix: 'Use the direct URL of the server. Nothing was changed.',
    meta: { expected, found },
  });
}

/** Nothing says on which server test databases can be. */
export function noTestServer(): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'TEST.NO_SERVER',
    message: 'Nothing says on which server the test database is to be.',
    fix: 'Set TEST_DATABASE_URL, or give --test-database-url postgresql://user:password@localhost:5432/app_test',
  });
}

/** Databases of this kind cannot be copied. */
export function noTestDatabases(provider: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'TEST.UNSUPPORTED',
    message: `Test databases are made on SQLite and PostgreSQL, and the provider of this workspace is "${provider}".`,
    fix: 'Make a database of your own, and run `orchestrate upgrade --all --database-url URL`.',
    meta: { provider },
  });
}

/** Another process has been at making the original for too long. */
export function originalLocked(timeoutMs: number): OrchestrateError {
  return new OrchestrateError({
    code: 'TEST.BUSY',
    message: `Gave up after ${timeoutMs / 1000} s: another process is making the database that test databases are copied from.`,
    fix: 'Run the tests again. If seeds take so long, make them smaller or put them into the tests that need them.',
    meta: { timeoutMs },
  });
}

/** The caller's signal came. */
export function testInterrupted(): OrchestrateError {
  return new OrchestrateError({
    kind: 'interrupted',
    code: 'RUN.INTERRUPTED',
    message: 'Interrupted while a test database was made; nothing of it is left.',
    fix: 'Run the same command again.',
  });
}
