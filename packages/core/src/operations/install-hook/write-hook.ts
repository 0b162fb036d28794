import { chmodSync, constants, copyFileSync, linkSync, mkdirSync, realpathSync, renameSync } from 'node:fs';
import path from 'node:path';
import { errorCode, readStats } from '../../config/read-text-file.js';
import { discardAbandoned, temporaryPath } from '../../workspace/temporary-path.js';
import { discard, unwritable, writeDurably } from '../../workspace/write-durably.js';

const EXECUTABLE = 0o755;

/**
 * Writes a new hook, executable and in one step: git never sees half of one.
 *
 * @returns false where there is a file by now; it stays
 * @throws OrchestrateError `FILE.UNWRITABLE`
 */
export function createHook(file: string, text: string): boolean {
  try {
    throughTemporary(file, text, (temporary) => putWhereNothingIs(temporary, file));
    return true;
  } catch (error) {
    // A file in the place of the folder is not what is meant.
    if (errorCode(error) === 'EEXIST' && readStats(path.dirname(file))?.isDirectory()) return false;
    throw unwritable(file, error);
  }
}

/**
 * Puts another text in the place of a hook, in one step. A symbolic link stays one.
 *
 * @throws OrchestrateError `FILE.UNWRITABLE`
 */
export function replaceHook(file: string, text: string): void {
  try {
    const target = realpathSync.native(file);
    throughTemporary(target, text, (temporary) => renameSync(temporary, target));
  } catch (error) {
    throw unwritable(file, error);
  }
}

function throughTemporary(file: string, text: string, move: (temporary: string) => void): void {
  const directory = path.dirname(file);
  const temporary = temporaryPath(directory);
  try {
    mkdirSync(directory, { recursive: true });
    discardAbandoned(directory);
    writeDurably(temporary, text);
    chmodSync(temporary, EXECUTABLE);
    move(temporary);
  } finally {
    discard(temporary);
  }
}

/** Renaming would replace what is there. */
function putWhereNothingIs(temporary: string, file: string): void {
  try {
    linkSync(temporary, file);
  } catch (error) {
    // Some file systems know no hard links.
    if (errorCode(error) === 'EEXIST') throw error;
    copyFileSync(temporary, file, constants.COPYFILE_EXCL);
  }
}
