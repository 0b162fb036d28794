import { messageOf, OrchestrateError } from '../../errors.js';
import type { DatabaseFailure } from '../database.js';

/** The code of a better-sqlite3 error, null for anything else. */
export function sqliteCode(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : null;
}

/** Whether someone else has locked a file, or a part of it. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error) ?? '';
  return code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED');
}

/** Whether a file is no database, or one that is damaged. */
export function isNoDatabase(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT';
}

/** What SQLite says of a failed statement. */
export function explainSqliteError(error: unknown): DatabaseFailure {
  return { message: messageOf(error), code: sqliteCode(error) };
}

/** Turns a failure to open a database file into one that says what to do. Anything unexpected is returned as it is. */
export function openingError(error: unknown, file: string): unknown {
  const code = sqliteCode(error);
  const parts = code === null ? missingDirectory(error, file) : explainCode(code, { error, file });
  return parts === null ? error : new OrchestrateError({ ...parts, meta: { file, code }, cause: error });
}

/** Someone else keeps a file locked for longer than is waited for. */
export function databaseBusy(file: string): OrchestrateError {
  return new OrchestrateError({ ...busy(file), meta: { file } });
}

function busy(file: string): Explanation {
  return {
    code: 'DATABASE.BUSY',
    message: `${file} is in use by another program that keeps it locked.`,
    fix: 'Wait until that program has finished its transaction, or stop it, and run the same command again.',
  };
}

interface Explanation {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

function explainCode(
  code: string,
  { error, file }: { readonly error: unknown; readonly file: string },
): Explanation | null {
  if (isNoDatabase(error)) {
    return {
      code: 'DATABASE.NOT_A_DATABASE',
      message: `${file} is not a SQLite database${code === 'SQLITE_CORRUPT' ? ', or is damaged' : ''}.`,
      fix: 'Correct the database URL, or move that file away; nothing was written to it.',
    };
  }
  if (code.startsWith('SQLITE_READONLY')) {
    return {
      code: 'DATABASE.READ_ONLY',
      message: `${file} cannot be written.`,
      fix: 'Give this user write permission on the file and on its directory (SQLite keeps its journal there).',
    };
  }
  if (isBusy(error)) return busy(file);
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_IOERR')) {
    return {
      code: 'DATABASE.CANNOT_OPEN',
      message: `${file} cannot be opened.`,
      fix: 'Check that the path names a file, that its directory exists and that this user may read and write both.',
    };
  }
  if (code === 'SQLITE_FULL') {
    return {
      code: 'DATABASE.FULL',
      message: `There is no room left to write ${file}.`,
      fix: 'Free some disk space and run the same command again; nothing was half written.',
    };
  }
  return null;
}

// better-sqlite3 checks the directory itself, with a TypeError that carries no code.
function missingDirectory(error: unknown, file: string): Explanation | null {
  if (!(error instanceof TypeError) || !error.message.includes('directory does not exist')) return null;
  return noDirectory(file);
}

function noDirectory(file: string): Explanation {
  return {
    code: 'DATABASE.NO_DIRECTORY',
    message: `The directory of ${file} does not exist.`,
    fix: 'Create the directory, or correct the database URL.',
  };
}

/** There is no directory for a file that is to be made. */
export function directoryMissing(file: string): OrchestrateError {
  return new OrchestrateError({ ...noDirectory(file), meta: { file } });
}

/** A URL says that nothing is to be written. */
export function readOnlyUrl(display: string): OrchestrateError {
  return new OrchestrateError({
    code: 'DATABASE.READ_ONLY',
    message: `${display} asks for a read-only database (mode=ro), and this command writes.`,
    fix: 'Remove mode=ro from the database URL.',
  });
}
