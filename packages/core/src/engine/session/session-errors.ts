import type { DatabaseFailure } from '../../database/database.js';
import { sqliteResultCode } from '../adapter-errors.js';
import { EngineError } from '../schema-engine.js';

/** Prisma's P3018: the script of a migration has failed on the live database. */
export function migrationFailed(name: string, { message, code }: DatabaseFailure): EngineError {
  const databaseCode = prismaDatabaseCode(code);
  const parts = [
    'A migration failed to apply. New migrations cannot be applied before the error is recovered from. Read more about how to resolve migration issues in a production database: https://pris.ly/d/migrate-resolve',
    `Migration name: ${name}`,
    `Database error code: ${databaseCode}`,
    `Database error:\n${message}\n`,
  ];
  return new EngineError(parts.join('\n\n'), {
    code: 'P3018',
    meta: { migration_name: name, database_error_code: databaseCode, database_error: message },
  });
}

/** Prisma's P3006: the script of a migration has failed in a shadow database. */
export function migrationNotClean(name: string, { message, code }: DatabaseFailure): EngineError {
  const inner = code === '42P01' || /^no such table: /.test(message) ? 'P1014' : null;
  const text = `Migration \`${name}\` failed to apply cleanly to the shadow database. \n${inner === null ? '' : `Error code: ${inner}\n`}Error:\n${message}`;
  return new EngineError(text, {
    code: 'P3006',
    meta: { migration_name: name, inner_error: message, ...(inner === null ? {} : { error_code: inner }) },
  });
}

/** The SQL of `migrations.initShadowDb` has failed in a shadow database. */
export function initScriptFailed({ message }: DatabaseFailure): EngineError {
  return new EngineError(
    `The SQL of migrations.initShadowDb in Prisma's configuration failed in the shadow database. \nError:\n${message}`,
    { meta: { inner_error: message } },
  );
}

/** What has no WebAssembly behind it. */
export function notSupported(what: string): EngineError {
  return new EngineError(
    `${what} is nothing that Prisma's schema engine can do as WebAssembly. Where Prisma's native engine is installed, unset PRISMA_SCHEMA_ENGINE_BINARY and run the command again.`,
  );
}

/** The engine has broken down. */
export function panicked(reason: string, cause?: unknown): EngineError {
  return new EngineError(reason, { isPanic: true, cause });
}

/** Whoever still asks an engine that has broken down. */
export function gone(reason: string): EngineError {
  return new EngineError(`The schema engine has broken down, and is of no more use: ${reason}`, { isPanic: true });
}

/** The text of one of the engine's errors, without the trace of Rust behind it. */
export function withoutTrace(message: string): string {
  return message.replace(/\n {3}0: [a-z_]+::[\s\S]*$/, '').trimEnd();
}

function prismaDatabaseCode(code: string | null): string {
  if (code === null) return 'none';
  return code.startsWith('SQLITE_') ? String(sqliteResultCode(code)) : code;
}

/** What Prisma adds to the drift of a database that has no history yet; this build takes the history for an empty one. */
export function withFirstTimeHint(reason: string): string {
  return reason.replace(DRIFT_INTRODUCTION, (text) => text + FIRST_TIME_HINT);
}

const DRIFT_INTRODUCTION =
  'It should be understood as the set of changes to get from the expected schema to the actual schema.\n';

const FIRST_TIME_HINT =
  '\nIf you are running this the first time on an existing database, please make sure to read this documentation page:\nhttps://www.prisma.io/docs/guides/database/developing-with-prisma-migrate/troubleshooting-development\n';
