import type { Diagnosis } from '../../../diagnosis.js';
import type { DiagnosedDatabase } from '../../doctor-checks.js';
import { quoteIdentifier } from '../quote.js';

/** The last major version that the tests run on. */
const TESTED_MAJOR = 18;

/** A revision may well take longer. */
const SHORT_TIMEOUT_MS = 60_000;

/** What a server says of itself. */
export interface ServerSettings {
  /** Such as `18.4`. */
  readonly version: string;
  readonly major: number;
  readonly role: string;
  readonly database: string;
  /** `UTF8`, `SQL_ASCII`, … */
  readonly encoding: string;
  readonly isStandby: boolean;
  /** What new sessions of this role in this database begin with. */
  readonly isReadOnly: boolean;
  /** 0 for no limit. */
  readonly statementTimeoutMs: number;
}

// A session that only reads has set default_transaction_read_only itself: reset_val is what it would be otherwise.
const READ = `SELECT current_setting('server_version') AS version,
  current_setting('server_version_num')::int / 10000 AS major,
  current_user::text AS role, datname::text AS database, pg_encoding_to_char(encoding)::text AS encoding,
  pg_is_in_recovery() AS "isStandby",
  (SELECT reset_val = 'on' FROM pg_settings WHERE name = 'default_transaction_read_only') AS "isReadOnly",
  (SELECT reset_val::float8 FROM pg_settings WHERE name = 'statement_timeout') AS "statementTimeoutMs"
FROM pg_database WHERE datname = current_database()`;

/** Whether the server lets a run do its work. */
export async function checkSettings({ database, target }: DiagnosedDatabase): Promise<readonly Diagnosis[]> {
  const [settings] = await database.query<ServerSettings>(READ);
  if (settings === undefined) throw new Error('The server does not know the database that is connected to.');
  return judgeSettings(settings, target.statementTimeoutMs);
}

/** @param ownTimeoutMs what the configuration sets for statements of revisions */
export function judgeSettings(settings: ServerSettings, ownTimeoutMs: number | null): readonly Diagnosis[] {
  return [
    judgeVersion(settings),
    judgeEncoding(settings),
    judgeWritable(settings),
    judgeTimeout(settings, ownTimeoutMs),
  ];
}

function judgeVersion({ version, major }: ServerSettings): Diagnosis {
  if (major <= TESTED_MAJOR)
    return { code: 'DOCTOR.SERVER', status: 'ok', message: `PostgreSQL ${version}`, fix: null };
  return {
    code: 'DOCTOR.SERVER',
    status: 'warning',
    message: `PostgreSQL ${version} is newer than ${TESTED_MAJOR}, the last version that this orchestrate was tested with.`,
    fix: 'Install the latest prisma-orchestrate, or try revisions on a copy first (orchestrate test-db).',
  };
}

function judgeEncoding({ encoding, database }: ServerSettings): Diagnosis {
  if (encoding === 'UTF8') return { code: 'DOCTOR.ENCODING', status: 'ok', message: 'encoding UTF-8', fix: null };
  return {
    code: 'DOCTOR.ENCODING',
    status: 'warning',
    message: `The database ${database} has the encoding ${encoding}: what Prisma and orchestrate write is UTF-8, and not all of it can be stored.`,
    fix: `Make a new one and move the data: CREATE DATABASE ${quoteIdentifier(`${database}_utf8`)} ENCODING 'UTF8' TEMPLATE template0;`,
  };
}

function judgeWritable({ isStandby, isReadOnly, role, database }: ServerSettings): Diagnosis {
  if (isStandby) {
    return {
      code: 'DOCTOR.WRITABLE',
      status: 'error',
      message: 'The server is a standby of another one: nothing can be written to it.',
      fix: 'Put the URL of the primary server into the database URL.',
    };
  }
  if (isReadOnly) {
    return {
      code: 'DOCTOR.WRITABLE',
      status: 'error',
      message: `Transactions of "${role}" in ${database} are read-only unless they say otherwise (default_transaction_read_only).`,
      fix: `As its owner: ALTER DATABASE ${quoteIdentifier(database)} SET default_transaction_read_only = off; and ALTER ROLE ${quoteIdentifier(role)} RESET default_transaction_read_only;`,
    };
  }
  return { code: 'DOCTOR.WRITABLE', status: 'ok', message: 'the server takes what is written', fix: null };
}

function judgeTimeout({ statementTimeoutMs, role }: ServerSettings, ownTimeoutMs: number | null): Diagnosis {
  const limit = ownTimeoutMs ?? statementTimeoutMs;
  if (limit === 0 || limit >= SHORT_TIMEOUT_MS) {
    return { code: 'DOCTOR.STATEMENT_TIMEOUT', status: 'ok', message: 'statements may take their time', fix: null };
  }
  return {
    code: 'DOCTOR.STATEMENT_TIMEOUT',
    status: 'warning',
    message: `Statements of "${role}" are ended after ${limit / 1000} s: a revision that fills or indexes a large table may fail.`,
    fix: 'Set datasource.statementTimeoutMs in the configuration, such as 900000 for a quarter of an hour.',
  };
}
