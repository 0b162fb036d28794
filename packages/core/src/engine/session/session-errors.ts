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
