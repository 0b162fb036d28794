import { OrchestrateError } from '../../../errors.js';
import { quoteIdentifier, quoteLiteral } from '../quote.js';
import { truncateIdentifier } from '../truncate-identifier.js';
import type { PostgresConnection } from './postgres-connection.js';

const OLDEST_VERSION = 13;

/** How a session is set up. */
export interface SessionOptions {
  readonly schema: string;
  /** What the connection is for. */
  readonly command: string;
  readonly isReadOnly: boolean;
}

/** A table, or whatever else is in the way of one, by its name as it is stored. */
export interface Relation {
  readonly schema: string;
  readonly name: string;
}

/** What is known of a session from the start. */
export interface PostgresSession {
  /** Such as `180004`. */
  readonly versionNumber: number;
  /** Such as `18.4`. */
  readonly version: string;
  readonly role: string;
  /** Everything that is called like a history table. */
  readonly historyRelations: readonly Relation[];
}

/** Reads what is called like a history table, in all schemas. */
export const LIST_HISTORY_RELATIONS = `SELECT n.nspname AS schema, c.relname AS name
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname LIKE '\\_prisma\\_migrations%' AND c.relkind NOT IN ('i', 'I')
ORDER BY 1, 2`;

/** The statements that set a session up, or back to where it was. */
export function sessionSettings({ schema, command, isReadOnly }: SessionOptions): readonly string[] {
  return [
    'SET standard_conforming_strings = on',
    `SET search_path = ${quoteIdentifier(schema)}`,
    `SET application_name = ${quoteLiteral(truncateIdentifier(command))}`,
    'SET client_min_messages = warning',
    // A hook, or a question to the user, may take its time.
    'SET idle_in_transaction_session_timeout = 0',
    ...(isReadOnly ? ['SET default_transaction_read_only = on'] : []),
  ];
}

/**
 * Settings that not every server knows. Compiling queries takes longer than those on the catalog run. A server that works
 * on a long statement is to notice that its client is dead, and give the locks back; on Windows it cannot.
 */
const OPTIONAL_SETTINGS = `CASE WHEN version() LIKE 'PostgreSQL%' THEN set_config('jit', 'off', false) END AS jit,
CASE WHEN version() LIKE 'PostgreSQL%' AND current_setting('server_version_num')::int >= 140000
  THEN set_config('idle_session_timeout', '0', false) END AS idle,
CASE WHEN version() ~* '^PostgreSQL.*(linux|darwin|bsd)' AND current_setting('server_version_num')::int >= 140000
  THEN set_config('client_connection_check_interval', '1s', false) END AS alive`;

/**
 * Sets a new connection up and reads what every command needs, in one round trip.
 *
 * @throws OrchestrateError `DATABASE.TOO_OLD`
 */
export async function setUpSession(
  connection: PostgresConnection,
  { display, ...options }: SessionOptions & { readonly display: string },
): Promise<PostgresSession> {
  const results = await connection.queryAll([
    ...sessionSettings(options),
    `SELECT current_setting('server_version_num')::int AS "versionNumber", current_setting('server_version') AS version,
current_user::text AS role, ${OPTIONAL_SETTINGS}`,
    LIST_HISTORY_RELATIONS,
  ]);
  const [[facts], historyRelations] = results.slice(-2) as [
    readonly [Omit<PostgresSession, 'historyRelations'>],
    readonly Relation[],
  ];
  const { versionNumber, version, role } = facts;
  if (versionNumber < OLDEST_VERSION * 10_000) throw tooOld(display, version);
  return { versionNumber, version, role, historyRelations };
}

/** The statements that take back whatever a script has set. */
export function sessionRestoration(options: SessionOptions): readonly string[] {
  return ['RESET ROLE', 'RESET ALL', ...sessionSettings(options), `SELECT ${OPTIONAL_SETTINGS}`];
}

/** What {@link sessionRestoration} leaves out, as few scripts do it and CockroachDB knows not all of it. */
export function furtherRestoration(sql: string): readonly string[] {
  return [
    ...(/\bSESSION\s+AUTHORIZATION\b/i.test(sql) ? ['RESET SESSION AUTHORIZATION'] : []),
    // The next script would find these instead of its own, or of the schema's.
    ...(/\bTEMP(?:ORARY)?\b/i.test(sql) ? ['DISCARD TEMP'] : []),
    ...(/\bPREPARE\b/i.test(sql) ? ['DEALLOCATE ALL'] : []),
    ...(/\bWITH\s+HOLD\b/i.test(sql) ? ['CLOSE ALL'] : []),
  ];
}

/** Whether a statement may leave the session otherwise than it was: what runs code of its own might. */
export function mayChangeSession(sql: string): boolean {
  return /^\s*(?:SET|RESET|DISCARD|DO|CALL|SELECT|WITH)\b|\bset_config\s*\(/im.test(sql);
}

/** Whether a statement may release an advisory lock that it has not taken. */
export function mayReleaseLocks(sql: string): boolean {
  return /\bDISCARD\s+ALL\b|\bpg_advisory_unlock/i.test(sql);
}

function tooOld(display: string, version: string): OrchestrateError {
  return new OrchestrateError({
    code: 'DATABASE.TOO_OLD',
    message: `The server of ${display} is PostgreSQL ${version}; ${OLDEST_VERSION} is the oldest that can be migrated.`,
    fix: `Upgrade the server to PostgreSQL ${OLDEST_VERSION} or later. Nothing was changed.`,
    meta: { version },
  });
}
