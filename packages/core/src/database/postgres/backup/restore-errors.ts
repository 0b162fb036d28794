import { messageOf, OrchestrateError } from '../../../errors.js';
import { shellWord } from '../../../shell-word.js';
import { notABackup } from '../../not-a-backup.js';
import type { PostgresLocation } from '../connection/postgres-url.js';
import { quoteIdentifier } from '../quote.js';
import { describeEnd, KILLED } from './backup-errors.js';
import type { OtherSession } from './other-sessions.js';
import type { PostgresTool } from './postgres-tool.js';
import type { ToolResult } from './run-tool.js';

/** The file is no dump, or not all of it. */
export function notADump(file: string, tool: PostgresTool, result: ToolResult): OrchestrateError {
  const said = describeEnd(tool, result);
  if (/unsupported version/i.test(said)) {
    return new OrchestrateError({
      code: 'BACKUP.TOOL_VERSION',
      message: `${file} was made with a newer pg_dump than ${tool.file} (${tool.version}) can read: ${said}`,
      fix: 'Install the pg_restore of that version, and name it with backup.pgRestore in the configuration.',
      meta: { tool: tool.name, found: [{ file: tool.file, version: tool.version }] },
    });
  }
  return notABackup(file, `pg_restore says "${said}"`);
}

/** pg_restore failed. */
export function restoreFailed(display: string, tool: PostgresTool, result: ToolResult): OrchestrateError {
  const said = describeEnd(tool, result);
  return new OrchestrateError({
    code: 'RESTORE.FAILED',
    message: `The backup could not be restored into a new database beside ${display}, which is as it was: ${said}`,
    fix: typeof result.end === 'string' ? KILLED : fixFor(said),
    meta: { tool: tool.file, version: tool.version, end: result.end },
  });
}

function fixFor(said: string): string {
  if (/role "[^"]*" does not exist/.test(said)) {
    return 'A backup holds no roles. Create the ones that it names first (pg_dumpall --roles-only on the server that it is from writes how).';
  }
  if (/must be (?:able to SET ROLE|member of role|owner of|superuser)|permission denied/i.test(said)) {
    return 'Restore as the role that owns what is in the backup, as a member of all the roles that do, or as a superuser.';
  }
  if (/extension .* is not available|could not open extension control file/i.test(said)) {
    return 'Install the Postgres extension that it names on the server.';
  }
  if (/server closed the connection|terminating connection/i.test(said)) {
    return 'Run the same command again when the server is there.';
  }
  if (/no space left|could not extend file/i.test(said)) {
    return 'Make room on the server: both databases are there until the new one is in place.';
  }
  return 'The message is that of pg_restore; mend what it says and run the same command again.';
}

/** The role may not do what a restore does with databases. */
export function mayNotReplace(
  display: string,
  why: 'create' | 'owner',
  names: { readonly role: string; readonly database: string; readonly owner: string | null },
): OrchestrateError {
  const { role, database, owner } = names;
  return new OrchestrateError({
    code: 'RESTORE.NO_PRIVILEGE',
    message:
      why === 'create'
        ? `The role "${role}" may not create a database on the server of ${display}. A backup is restored into a new one, which then takes the place of the old.`
        : `The role "${role}" may not rename the database "${database}", which belongs to "${owner}". A backup is restored into a new one, which then takes the place of the old.`,
    fix:
      why === 'create'
        ? `As a superuser, run: ALTER ROLE ${quoteIdentifier(role)} CREATEDB`
        : `Restore as "${owner}", or as a superuser run: GRANT ${quoteIdentifier(owner ?? '')} TO ${quoteIdentifier(role)}`,
    meta: { role, database, owner },
  });
}

/** The server did not create the database. */
export function notCreated(display: string, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'RESTORE.FAILED',
    message: `The server of ${display} could not create a database to restore into: ${messageOf(cause)}`,
    fix: 'Mend what the server says and run the same command again. Nothing was changed.',
    cause,
  });
}

/** Where the new database was asked for, the connection led to another one. */
export function ledElsewhere(expected: string, found: string): OrchestrateError {
  return new OrchestrateError({
    code: 'RESTORE.FAILED',
    message: `The server leads to the database "${found}" where the new one "${expected}" was asked for: a connection pooler may be in between.`,
    fix: 'Use the direct URL of the database. Nothing was changed.',
    meta: { expected, found },
  });
}

/** Others use the database. */
export function inUse(display: string, sessions: readonly OtherSession[], mayEnd: boolean): OrchestrateError {
  const isPrepared = sessions.some(({ process }) => process === null);
  const isForConsent = !mayEnd && !isPrepared;
  return new OrchestrateError({
    kind: isForConsent ? 'consent' : 'failure',
    code: 'RESTORE.IN_USE',
    message: `${display} is in use, so it was not replaced:\n${sessions.map((session) => `- ${describeSession(session)}`).join('\n')}`,
    fix: isForConsent
      ? 'Stop what is connected and run the same command again, or let it be cut off: --end-sessions'
      : isPrepared
        ? 'End the prepared transactions with COMMIT PREPARED or ROLLBACK PREPARED and run the same command again.'
        : 'Stop what is connected and run the same command again; sessions of other roles may be ended by members of pg_signal_backend.',
    meta: { sessions },
  });
}

function describeSession({ process, user, application, state, since, host }: OtherSession): string {
  return [
    `${user ?? 'the server itself'}${application === null ? '' : ` (${application})`}`,
    ...(host === null ? [] : [`from ${host}`]),
    ...(state === null ? [] : [`${state}${since === null ? '' : ` since ${since}`}`]),
    process === null ? 'a prepared transaction' : `server process ${process}`,
  ].join(', ');
}

/** The swap itself failed, and everything is as it was. */
export function notSwapped(display: string, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'RESTORE.NOT_SWAPPED',
    message: `The restored database could not take the place of ${display}, which is as it was: ${messageOf(cause)}`,
    fix: 'Mend what the server says and run the same command again.',
    cause,
  });
}

/** The command line that brings back what was replaced; `psql` asks for the password, or takes it from the environment. */
export function bringBack(
  { database, target: { config } }: Pick<PostgresLocation, 'database' | 'target'>,
  replaced: string,
  neighbour: string,
): string {
  const server = [
    ['-h', config.host],
    ['-p', config.port],
    ['-U', config.user],
  ].flatMap(([flag, value]) => (value === undefined ? [] : [`${flag} ${shellWord(String(value))} `]));
  const rename = (from: string, to: string): string =>
    `-c ${shellWord(`ALTER DATABASE ${quoteIdentifier(from)} RENAME TO ${quoteIdentifier(to)}`)}`;
  const aside = replaced.replace('_replaced_', '_restored_');
  return `psql ${server.join('')}-1 -d ${neighbour} ${rename(database, aside)} ${rename(replaced, database)}`;
}
