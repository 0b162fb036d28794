import { messageOf, OrchestrateError } from '../../../errors.js';
import { quoteIdentifier } from '../quote.js';
import { sqlState } from './postgres-errors.js';
import type { PostgresLocation } from './postgres-url.js';

interface Explanation {
  readonly code: string;
  readonly kind?: 'consent';
  readonly message: string;
  readonly fix: string;
}

/** Turns a failure to connect into one that says what to do. An OrchestrateError, or a bug, is returned as it is. */
export function openingError(error: unknown, location: PostgresLocation): unknown {
  if (error instanceof OrchestrateError) return error;
  const text = textOf(error);
  const parts = explainState(sqlState(error), text, location) ?? explainNetwork(error, text, location);
  if (parts === null) return error;
  const { host = null, port = null, user: role = null } = location.target.config;
  const { display: url, database } = location;
  return new OrchestrateError({
    ...parts,
    meta: { url, host, port, database, role, databaseCode: sqlState(error) },
    cause: error,
  });
}

function explainState(code: string | null, text: string, location: PostgresLocation): Explanation | null {
  const { display, database } = location;
  const { user: role = '' } = location.target.config;
  switch (code) {
    case null:
      return null;
    case '28P01':
      return {
        code: 'DATABASE.AUTHENTICATION',
        message: `The server of ${display} does not accept the password of "${role}": ${text}.`,
        fix: 'Correct the user and the password in the database URL; special characters in them are percent-encoded.',
      };
    case '28000':
      return {
        code: 'DATABASE.AUTHENTICATION',
        message: `The server of ${display} does not let "${role}" in: ${text}.`,
        fix: /pg_hba|no encryption|SSL/i.test(text)
          ? 'Add a line for this user, database and address to pg_hba.conf of the server; where it asks for encryption, add sslmode=require to the URL.'
          : 'Correct the user in the database URL, or create the role with the LOGIN attribute.',
      };
    case '3D000':
      return {
        code: 'DATABASE.MISSING',
        kind: 'consent',
        message: `The server of ${display} has no database "${database}".`,
        fix: 'Correct the database URL, or let it be created: orchestrate upgrade --all --create-database',
      };
    case '42501':
      return {
        code: 'DATABASE.NO_PRIVILEGE',
        message: `The role "${role}" may not connect to ${display}: ${text}.`,
        fix: `As the owner of the database, run: GRANT CONNECT ON DATABASE ${quoteIdentifier(database)} TO ${quoteIdentifier(role)}`,
      };
    case '53300':
      return {
        code: 'DATABASE.TOO_MANY_CONNECTIONS',
        message: `The server of ${display} takes no more connections: ${text}.`,
        fix: 'Close some (pg_stat_activity lists them), or raise max_connections or the limit of the role; a run needs one for each database that it works on at once (--concurrency), and one more for a shadow database.',
      };
    case '57P03':
      return unreachable(location, text);
    default:
      return {
        code: 'DATABASE.CANNOT_OPEN',
        message: `The connection to ${display} was refused: ${text} (${code}).`,
        fix: 'The message is that of the server; its log may say more.',
      };
  }
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENOENT',
  'EACCES',
  'EPIPE',
]);

function explainNetwork(error: unknown, text: string, location: PostgresLocation): Explanation | null {
  const { display } = location;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (UNREACHABLE.has(code) || /timeout expired|^Connection terminated|received invalid response/.test(text))
    return unreachable(location, text);
  if (/client password must be|SASL/.test(text)) {
    return {
      code: 'DATABASE.AUTHENTICATION',
      message: `The server of ${display} asks for a password, and it was not given or does not fit: ${text}.`,
      fix: 'Put the password into the database URL (percent-encoded), PGPASSWORD or ~/.pgpass.',
    };
  }
  if (/SSL|TLS|certificate|self-signed/i.test(text) || /^(?:ERR_(?:SSL|TLS|OSSL)|CERT_|UNABLE_TO_|EPROTO)/.test(code)) {
    return {
      code: 'DATABASE.TLS',
      message: `No secure connection to ${display} could be made: ${text}.`,
      fix: /does not support SSL/.test(text)
        ? 'Turn TLS on in the server, or connect without it: sslmode=disable.'
        : 'Give the certificate of the authority with sslrootcert=PATH, and a host name that the certificate has; sslmode=require checks neither.',
    };
  }
  return null;
}

function unreachable({ display, target }: PostgresLocation, text: string): Explanation {
  const { host = 'localhost', port = 5432 } = target.config;
  return {
    code: 'DATABASE.UNREACHABLE',
    message: `No PostgreSQL server answers for ${display}: ${text}.`,
    fix: `Start the server, or correct host (${host}) and port (${port}) in the database URL; a firewall may be in between.`,
  };
}

// Node tries all addresses of a host, and what it throws in the end says nothing itself.
function textOf(error: unknown): string {
  if (!(error instanceof AggregateError)) return messageOf(error);
  return error.errors.map(messageOf).join('; ');
}
