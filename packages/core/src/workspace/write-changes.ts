import { isUtf8 } from 'node:buffer';
import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { readBytes, readWholeText } from '../config/read-text-file.js';
import { OrchestrateError } from '../errors.js';
import { discardAbandoned, temporaryPath } from './temporary-path.js';
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
 * @throws OrchestrateError `FILE.CHANGED` when a file is not as it was read, `FILE.NOT_UTF8`, `FILE.UNWRITABLE`
 */
export function writeChanges(changes: readonly FileChange[]): () => void {
  const prepared: PreparedChange[] = [];
  const replaced: PreparedChange[] = [];
  const made: string[] = [];
  const restore = (): void => {
    const failures: unknown[] = [];
    for (const change of replaced.toReversed()) {
      try {
        putBack(change);
      } catch (error) {
        // The others can be put back all the same.
        failures.push(unwritable(change.target, error));
      }
    }
    for (const directory of made.toReversed()) removeEmpty(directory);
    if (failures.length > 0) throw failures[0];
  };
  let current = '';
  try {
    for (const { file, before, after } of changes) {
      current = file;
      const whole = readWholeText(file);
      const mark = whole?.startsWith(MARK) ? MARK : '';
      if (whole !== null && holdsOtherBytes(file, whole)) throw fileNotUtf8(file);
      if ((whole === null ? null : whole.slice(mark.length)) !== before) throw fileChanged(file);
      made.push(...makeDirectories(path.dirname(file)));
      // A symbolic link stays one.
      const target = whole === null ? file : realpathSync.native(file);
      // Renaming another file over it would not ask whether it may be written.
      if (whole !== null) accessSync(target, constants.W_OK);
      const temporary = temporaryPath(path.dirname(target));
      const mode = whole === null ? null : statSync(target).mode;
      discardAbandoned(path.dirname(target));
      prepared.push({ target, temporary, whole, mode });
      writeTemporary(temporary, { text: mark + after, mode });
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

/** A change whose new text is on the disk, beside its place. */
interface PreparedChange {
  readonly target: string;
  readonly temporary: string;
  /** With a byte order mark; null where there was no file. */
  readonly whole: string | null;
  /** Who may do what with the file; null where there was none. */
  readonly mode: number | null;
}

function writeTemporary(
  temporary: string,
  { text, mode }: { readonly text: string; readonly mode: number | null },
): void {
  writeDurably(temporary, text);
  if (mode !== null) chmodSync(temporary, mode);
}

/** Where that fails, as on a full disk, the file is there with its new text rather than not at all. */
function putBack({ target, whole, mode }: PreparedChange): void {
  if (whole === null) {
    rmSync(target, { force: true });
    return;
  }
  const temporary = temporaryPath(path.dirname(target));
  try {
    writeTemporary(temporary, { text: whole, mode });
    renameSync(temporary, target);
  } finally {
    discard(temporary);
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

/** Whether writing a text back, as it was read, would change bytes that nobody meant to change. */
function holdsOtherBytes(file: string, whole: string): boolean {
  // U+FFFD stands for invalid bytes and may also be meant, so then the bytes decide.
  return whole.includes('\uFFFD') && !isUtf8(readBytes(file) ?? Buffer.of());
}

function fileNotUtf8(file: string): OrchestrateError {
  return new OrchestrateError({
    code: 'FILE.NOT_UTF8',
    message: `${file} is not in UTF-8, so it cannot be changed without losing characters; nothing was written.`,
    fix: 'Save it as UTF-8, then run the command again.',
    meta: { file },
  });
}

function fileChanged(file: string): OrchestrateError {
  return new OrchestrateError({
    code: 'FILE.CHANGED',
    message: `${file} was changed by someone else while this command was running; nothing was written.`,
    fix: 'Run the command again.',
    meta: { file },
  });
}
