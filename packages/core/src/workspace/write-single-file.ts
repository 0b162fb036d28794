import path from 'node:path';
import { readTextFile } from '../config/read-text-file.js';
import { discardAbandoned } from './temporary-path.js';
import { foreignFiles, MARK, replaceFile, type WrittenFile } from './write-composition.js';

/** What {@link writeSingleFile} writes. */
export interface WriteSingleFileOptions {
  /** The workspace root, absolute. */
  readonly root: string;
  /** Relative to the root; its folder is made where it is missing. */
  readonly file: string;
  readonly text: string;
  /** Tells what would be done and writes nothing. */
  readonly check: boolean;
}

/**
 * Brings the composed schema that is one file up to date, at once and only where it changed.
 *
 * @throws OrchestrateError `COMPOSITION.FOREIGN_FILE` where there is a file of other making, `FILE.UNREADABLE`,
 * `FILE.UNWRITABLE`
 */
export function writeSingleFile({ root, file, text, check }: WriteSingleFileOptions): WrittenFile {
  const target = path.resolve(root, file);
  const present = readTextFile(target);
  if (present !== null && !present.startsWith(MARK)) {
    throw foreignFiles(path.posix.dirname(file), [path.posix.basename(file)]);
  }
  const state = present === text ? 'unchanged' : 'written';
  if (state === 'written' && !check) {
    discardAbandoned(path.dirname(target));
    replaceFile(target, text);
  }
  return { path: file, state };
}
