import { isOrchestrateError, messageOf, type OrchestrateError } from '../errors.js';
import { EngineError } from './schema-engine.js';

/** Prisma's words for one of our errors. */
interface PrismaWords {
  readonly code: string;
  readonly message: string;
  readonly meta?: Readonly<Record<string, unknown>>;
}

/**
 * Anything that was thrown, as an engine would say it: an error of ours by Prisma's code and in Prisma's words where
 * Prisma has them, so that its users find what they know.
 */
export function asEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  if (!isOrchestrateError(error)) return new EngineError(messageOf(error), { cause: error });
  const words = Object.hasOwn(WORDS, error.code) ? WORDS[error.code]?.(error) : undefined;
  if (words === undefined) return new EngineError(inOneText(error), { meta: { ...error.meta }, cause: error });
  const { code, message, meta = null } = words;
  return new EngineError(message, { code, meta, cause: error });
}

/** A database that is not there, by its name. */
export function databaseMissing(name: string): EngineError {
  const { message, ...parts } = missing(name);
  return new EngineError(message, parts);
}

/** A URL that nothing can be made of. */
export function badDatabaseUrl(details: string): EngineError {
  return new EngineError(invalidUrl(details), { code: 'P1013', meta: { details } });
}

// The texts are those of Prisma 7, which says no more of a server than this.
const WORDS: Readonly<Record<string, (error: OrchestrateError) => PrismaWords>> = {
  'DATABASE.AUTHENTICATION': ({ meta }) => {
    const user = textOf(meta['role']);
    return {
      code: 'P1000',
      message: [
        `Authentication failed against database server, the provided database credentials for \`${user}\` are not valid.`,
        '',
        'Please make sure to provide valid database credentials for the database server at the configured address.',
      ].join('\n'),
      meta: { database_user: user },
    };
  },
  'DATABASE.UNREACHABLE': (error) => (isTimeout(error) ? timedOut(error) : unreachable(error)),
  'LOCK.TIMEOUT': timedOut,
  'DATABASE.MISSING': ({ meta }) => missing(textOf(meta['database'])),
  'DATABASE.BUSY': (error) => ({ code: 'P1008', message: `Operations timed out. Context: ${inOneText(error)}` }),
  'DATABASE.NO_PRIVILEGE': (error) => {
    const database = textOf(error.meta['database']);
    return {
      code: 'P1010',
      message: `User was denied access on the database \`${database}\`\n\n${inOneText(error)}`,
      meta: { database_name: database },
    };
  },
  'DATABASE.TLS': (error) => ({
    code: 'P1011',
    message: `Error opening a TLS connection: ${messageOf(error.cause)}\n\n${error.fix}`,
    meta: { message: messageOf(error.cause) },
  }),
  'DATABASE.BAD_URL': (error) => {
    const details = inOneText(error);
    return { code: 'P1013', message: invalidUrl(details), meta: { details } };
  },
  'DATABASE.CONNECTION_LOST': () => ({ code: 'P1017', message: 'Server has closed the connection.' }),
  'DATABASE.TOO_MANY_CONNECTIONS': (error) => ({
    code: 'P2037',
    message: `Too many database connections opened: ${inOneText(error)}`,
  }),
  'SHADOW.NO_PRIVILEGE': noShadow,
  'SHADOW.NOT_CREATED': noShadow,
  'SHADOW.UNAVAILABLE': noShadow,
};

function missing(name: string): PrismaWords {
  return { code: 'P1003', message: `Database \`${name}\` does not exist`, meta: { database_name: name } };
}

function unreachable({ meta }: OrchestrateError): PrismaWords {
  const place = `${textOf(meta['host'] ?? 'localhost')}:${textOf(meta['port'] ?? 5432)}`;
  return {
    code: 'P1001',
    message: `Can't reach database server at \`${place}\`\n\nPlease make sure your database server is running at \`${place}\`.`,
    meta: { database_location: place },
  };
}

function timedOut(error: OrchestrateError): PrismaWords {
  const context = inOneText(error);
  return {
    code: 'P1002',
    message: [
      'The database server was reached but timed out.',
      'Please try again.',
      'Please make sure your database server is running at the configured address.',
      `Context: ${context}\n`,
    ].join('\n\n'),
    meta: { context },
  };
}

function noShadow(error: OrchestrateError): PrismaWords {
  const inner = inOneText(error);
  return {
    code: 'P3014',
    message: `Prisma Migrate could not create the shadow database. Please make sure the database user has permission to create databases. Read more about the shadow database (and workarounds) at https://pris.ly/d/migrate-shadow\n\nOriginal error: ${inner}`,
    meta: { inner_error: { message: inner } },
  };
}

function invalidUrl(details: string): string {
  return `The provided database string is invalid. ${details}`;
}

/** Whether a server was there and did not answer in time. */
function isTimeout({ cause }: OrchestrateError): boolean {
  return messageOf(cause).includes('timeout expired');
}

function inOneText({ message, fix }: OrchestrateError): string {
  return `${message}\n${fix}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
