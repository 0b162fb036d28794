import { messageOf, OrchestrateError } from '../../../errors.js';
import type { DatabaseFailure } from '../../database.js';
import { quoteIdentifier } from '../quote.js';
import type { StatementPlace } from './statement-place.js';

/** An error that the server itself has sent. */
export interface ServerError extends Error {
  readonly severity: string;
  /** SQLSTATE. */
  readonly code: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly where?: string;
}

/** The error as the server sent it; null for anything else. */
export function serverError(error: unknown): ServerError | null {
  return error instanceof Error && 'severity' in error && 'code' in error ? (error as ServerError) : null;
}

/** The SQLSTATE of a server's error, null for anything else. */
export function sqlState(error: unknown): string | null {
  return serverError(error)?.code ?? null;
}

const HINTS: Readonly<Record<string, string>> = {
  '2D000':
    'Code that commits cannot run in the transaction of a revision; "transactional": false in revision.json runs the revision without one',
  '25001':
    'It cannot run in the transaction of a revision; "transactional": false in revision.json runs the revision without one',
  '55P03':
    'It waited for a lock longer than datasource.lockTimeoutMs or the server allows; try again when the table is less busy',
  '57014': 'It ran longer than datasource.statementTimeoutMs or the server allows, or somebody cancelled it',
};

/** What PostgreSQL says of a failed statement, in the manner of psql. */
export function explainPostgresError(error: unknown, place: StatementPlace | null): DatabaseFailure {
  const known = serverError(error);
  if (known === null) return { message: messageOf(error), code: null };
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['DETAIL', known.detail],
    ['HINT', known.hint ?? HINTS[known.code] ?? psqlHint(known.code, place)],
    ['CONTEXT', known.where],
  ];
  return {
    message: [
      known.message,
      ...(place === null ? [] : [pointAt(place)]),
      ...lines.flatMap(([name, text]) => (text === undefined ? [] : [`${name}: ${text}`])),
    ].join('\n'),
    code: known.code,
  };
}

// What pg_dump writes is for psql, which understands more than the server does.
function psqlHint(code: string, place: StatementPlace | null): string | undefined {
  if (code !== '42601' || place === null) return undefined;
  const after = place.text.slice(place.column - 1);
  if (after.startsWith('\\')) return 'A backslash begins a command of psql; take such lines out of the script';
  return place.isCopied
    ? 'The rows after COPY FROM STDIN are for psql; write them as INSERT (pg_dump --inserts does)'
    : undefined;
}

const LONGEST_LINE = 160;

function pointAt({ line, column, text }: StatementPlace): string {
  const label = `LINE ${line}: `;
  const shown = text.replaceAll('\t', ' ').trimEnd();
  if (shown.length > LONGEST_LINE) return `${label}column ${column}`;
  return `${label}${shown}\n${' '.repeat(label.length + column - 1)}^`;
}

/** The session in which something failed. */
export interface FailureContext {
  readonly display: string;
  readonly role: string;
  readonly schema: string;
  /** Whether the connection is gone. */
  readonly isLost: boolean;
  /** Whether it was about the history, so that a missing privilege is not the script's own affair. */
  readonly isHistory: boolean;
}

/**
 * Turns what is wrong with the database, and not with the statement, into an error that says what to do. Anything else
 * is returned as it is.
 */
export function runningError(error: unknown, context: FailureContext): unknown {
  if (error instanceof OrchestrateError) return error;
  const parts = explainFailure(sqlState(error), error, context);
  if (parts === null) return error;
  return new OrchestrateError({
    ...parts,
    meta: { url: context.display, databaseCode: sqlState(error) },
    cause: error,
  });
}

interface Explanation {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

function explainFailure(code: string | null, error: unknown, context: FailureContext): Explanation | null {
  const { display, role, schema, isLost, isHistory } = context;
  if (isLost) {
    return {
      code: 'DATABASE.CONNECTION_LOST',
      message: `The connection to ${display} was lost: ${messageOf(error)}.`,
      fix: 'Run the same command again. The server rolls back what was in progress, and what was complete is recorded.',
    };
  }
  if (code === '25006') {
    return {
      code: 'DATABASE.READ_ONLY',
      message: `${display} can only be read: ${messageOf(error)}.`,
      fix: 'Use the URL of the primary server, and check that default_transaction_read_only is off for this role and database.',
    };
  }
  if (code === '53100') {
    return {
      code: 'DATABASE.FULL',
      message: `The server of ${display} has no room left: ${messageOf(error)}.`,
      fix: 'Free some disk space on the server and run the same command again; nothing was half written.',
    };
  }
  if (code === '53200') {
    return {
      code: 'DATABASE.OUT_OF_MEMORY',
      message: `The server of ${display} is out of memory: ${messageOf(error)}.`,
      fix: 'Follow the hint of the server, such as raising max_locks_per_transaction, or migrate in smaller transactions with `--tx revision`.',
    };
  }
  if (code === '42501' && isHistory) {
    return {
      code: 'DATABASE.NO_PRIVILEGE',
      message: `The role "${role}" may not keep the migration history in schema "${schema}" of ${display}: ${messageOf(error)}.`,
      fix: `As the owner of the schema, run: GRANT USAGE, CREATE ON SCHEMA ${quoteIdentifier(schema)} TO ${quoteIdentifier(role)}; where the history table belongs to another role, GRANT SELECT, INSERT, UPDATE on it too.`,
    };
  }
  return null;
}
