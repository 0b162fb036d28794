import { randomUUID } from 'node:crypto';
import { accessSync, constants, mkdirSync, realpathSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readWholeText } from '../config/read-text-file.js';
import { OrchestrateError } from '../errors.js';
import { discard, unwritable, writeDurably } from './write-durably.js';

/** A file of the user's that gets another text. */
export interface FileChange {
  /** Absolute. */
  readonly file: string;
  /** The text that the change was decided from, without a byte order mark; null where there was no file. */
  readonly before: string | null;
  readonly after: string;
}

/**
 * Writes several files of the user's, all or none: every new text is on the disk before the first file is replaced, and
 * what was replaced is restored where a later one fails.
 *
 * @returns what takes all of it back, for when a later step of the same job fails
 * @throws OrchestrateError `FILE.CHANGED` when a file is not as it was read, `FILE.UNWRITABLE`
 */
export function writeChanges(changes: readonly FileChange[]): () => void {
  const prepared: { readonly target: string; readonly temporary: string; readonly whole: string | null }[] = [];
  const replaced: (typeof prepared)[number][] = [];
  const made: string[] = [];
  const restore = (): void => {
    for (const { target, whole } of replaced.toReversed()) {
      rmSync(target, { force: true });
      if (whole !== null) writeDurably(target, whole);
    }
    for (const directory of made.toReversed()) removeEmpty(directory);
  };
  let current = '';
  try {
    for (const { file, before, after } of changes) {
      current = file;
      const whole = readWholeText(file);
      const mark = whole?.startsWith(MARK) ? MARK : '';
      if ((whole === null ? null : whole.slice(mark.length)) !== before) throw fileChanged(file);
      made.push(...makeDirectories(path.dirname(file)));
      // A symbolic link stays one.
      const target = whole === null ? file : realpathSync.native(file);
      // Renaming another file over it would not ask whether it may be written.
      if (whole !== null) accessSync(target, constants.W_OK);
      const temporary = path.join(path.dirname(target), `.tmp-${randomUUID()}`);
      prepared.push({ target, temporary, whole });
      writeDurably(temporary, mark + after);
    }
    for (const item of prepared) {
      current = item.target;
      renameSync(item.temporary, item.target);
      replaced.push(item);
    }
    return restore;
  } catch (error) {
    for (const { temporary } of prepared) discard(temporary);
    restore();
    throw error instanceof OrchestrateError ? error : unwritable(current, error);
  }
}

/** Makes a directory and those above it that are missing; the outermost comes first. */
function makeDirectories(directory: string): readonly string[] {
  const first = mkdirSync(directory, { recursive: true });
  if (first === undefined) return [];
  const made: string[] = [];
  for (let each = directory; each.length > first.length; each = path.dirname(each)) made.unshift(each);
  return [first, ...made];
}

function removeEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // Somebody else has put something there meanwhile.
  }
}

const MARK = '\uFEFF';

function fileChanged(file: string): OrchestrateError {
  return new OrchestrateError({
    code: 'FILE.CHANGED',
    message: `${file} was changed by someone else while this command was running; nothing was written.`,
    fix: 'Run the command again.',
    meta: { file },
  });
}
