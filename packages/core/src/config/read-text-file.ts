import { type Dirent, readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { messageOf, OrchestrateError } from '../errors.js';

/** The text of a file without a byte order mark; null only where there is no such file. */
export function readTextFile(file: string): string | null {
  const text = readWholeText(file);
  return text?.startsWith('\uFEFF') ? text.slice(1) : text;
}

/**
 * The text of a file with everything in it, a byte order mark too; null only where there is no such file. Bytes that are
 * no UTF-8 read as U+FFFD.
 */
export function readWholeText(file: string): string | null {
  return unlessAbsent(file, () => readFileSync(file, 'utf8'));
}

/** The bytes of a file; null only where there is no such file. */
export function readBytes(file: string): Buffer | null {
  return unlessAbsent(file, () => readFileSync(file));
}

/** The entries of a directory; null only where there is no such directory. */
export function readDirectory(directory: string): readonly Dirent[] | null {
  return unlessAbsent(directory, () => readdirSync(directory, { withFileTypes: true }));
}

/** What a path is, symbolic links followed; null only where there is nothing. */
export function readStats(file: string): Stats | null {
  return unlessAbsent(file, () => statSync(file, { throwIfNoEntry: true }));
}

/** An I/O failure is never read as "nothing there": only ENOENT means absent. */
function unlessAbsent<Value>(file: string, read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw unreadable(file, error);
  }
}

/** The code of a system error, null for anything else. */
export function errorCode(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}

const REASONS: Readonly<Record<string, readonly [reason: string, fix: string]>> = {
  EACCES: ['this user may not read it', 'Give this user permission to read it and to enter every directory above it.'],
  EPERM: ['this user may not read it', 'Give this user permission to read it and to enter every directory above it.'],
  EISDIR: ['it is a directory where a file is expected', 'Move the directory away, or put the file in its place.'],
  ENOTDIR: ['a file is where a directory is expected', 'Move that file away, or correct the path.'],
  ELOOP: ['symbolic links lead in a circle', 'Remove or correct the symbolic link.'],
};

/** A symbolic link is there and what it stands for is not. */
export function danglingLink(file: string): OrchestrateError {
  return new OrchestrateError({
    code: 'FILE.UNREADABLE',
    message: `Cannot read ${file}: it is a symbolic link that leads nowhere.`,
    fix: 'Put back what it leads to, correct the link, or remove it.',
    meta: { file, errno: null },
  });
}

/** A file or directory is there but cannot be read. */
export function unreadable(file: string, cause: unknown): OrchestrateError {
  const code = errorCode(cause);
  const [reason, fix] = REASONS[code ?? ''] ?? [messageOf(cause), 'Make it readable and run the same command again.'];
  return new OrchestrateError({
    code: 'FILE.UNREADABLE',
    message: `Cannot read ${file}: ${reason}${code === null ? '' : ` (${code})`}.`,
    fix,
    meta: { file, errno: code },
    cause,
  });
}
