import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { errorCode } from '../config/read-text-file.js';
import { messageOf, OrchestrateError } from '../errors.js';

/** Writes a file that must not exist yet and waits until it is on the disk. */
export function writeDurably(file: string, text: string): void {
  const descriptor = openSync(file, 'wx');
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Makes the names in a directory durable. Windows cannot open a directory, and need not. */
export function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Removes what a failed write left. That it fails too says nothing new, so the first failure is the one that counts. */
export function discard(temporary: string): void {
  try {
    rmSync(temporary, { recursive: true, force: true });
  } catch {
    // The next write removes it.
  }
}

/** Something could not be written, for a reason that the system gives. */
export function unwritable(target: string, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'FILE.UNWRITABLE',
    message: `Cannot write ${target}: ${messageOf(cause)}.`,
    fix: 'Check that this user may write there, that the disk has room and that no file is where a directory should be.',
    meta: { file: target, errno: errorCode(cause) },
    cause,
  });
}
