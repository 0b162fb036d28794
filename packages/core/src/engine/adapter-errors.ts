import type { MappedError } from '@prisma/driver-adapter-utils';
import { DriverAdapterError } from '@prisma/driver-adapter-utils';
import type { Provider } from '../database/database.js';
import type { EngineConnection } from '../database/engine-connection.js';

/** What a database says of a failed statement, with its own code. */
interface Failure {
  readonly message: string;
  readonly code: string | null;
}

/** How Prisma's engine takes the errors of each database. */
const MAPPED: Readonly<Record<Provider, (failure: Failure) => MappedError>> = {
  sqlite: sqliteError,
  postgresql: postgresError,
  cockroachdb: postgresError,
};

/** An error of a database as Prisma's engine wants it: of anything else it would repeat no more than a number. */
export function adapterError(connection: Pick<EngineConnection, 'provider' | 'explain'>, error: unknown): Error {
  const failure = connection.explain(error);
  return new DriverAdapterError({
    ...MAPPED[connection.provider](failure),
    originalCode: failure.code ?? 'unknown',
    originalMessage: failure.message,
  });
}

/** The number that SQLite itself has for a code, as Prisma tells it. */
export function sqliteResultCode(code: string | null): number {
  return RESULT_CODES[code ?? ''] ?? 1;
}

/** https://www.sqlite.org/rescode.html */
const RESULT_CODES: Readonly<Record<string, number>> = {
  SQLITE_ERROR: 1,
  SQLITE_BUSY: 5,
  SQLITE_LOCKED: 6,
  SQLITE_NOMEM: 7,
  SQLITE_READONLY: 8,
  SQLITE_INTERRUPT: 9,
  SQLITE_IOERR: 10,
  SQLITE_CORRUPT: 11,
  SQLITE_FULL: 13,
  SQLITE_CANTOPEN: 14,
  SQLITE_TOOBIG: 18,
  SQLITE_CONSTRAINT: 19,
  SQLITE_MISMATCH: 20,
  SQLITE_NOTADB: 26,
  SQLITE_CONSTRAINT_CHECK: 275,
  SQLITE_CONSTRAINT_FOREIGNKEY: 787,
  SQLITE_CONSTRAINT_NOTNULL: 1299,
  SQLITE_CONSTRAINT_PRIMARYKEY: 1555,
  SQLITE_CONSTRAINT_TRIGGER: 1811,
  SQLITE_CONSTRAINT_UNIQUE: 2067,
  SQLITE_CONSTRAINT_ROWID: 2579,
};

// That a table is missing is how the engine notices that there is no history yet.
function sqliteError({ message, code }: Failure): MappedError {
  const [, table] = /^no such table: (?:main\.)?(.*)$/s.exec(message) ?? [];
  if (table !== undefined) return { kind: 'TableDoesNotExist', table };
  return { kind: 'sqlite', extendedCode: sqliteResultCode(code), message };
}

function postgresError({ message, code }: Failure): MappedError {
  const sqlState = code ?? 'XX000';
  // From the detail the engine takes the names of what is not unique.
  const detail = /^DETAIL: (.*)$/m.exec(message)?.[1];
  const nothing = { column: undefined, hint: undefined };
  // It puts the severity before the message by itself.
  const plain = message.replace(/^ERROR: /, '');
  return { kind: 'postgres', code: sqlState, severity: 'ERROR', message: plain, detail, ...nothing };
}
