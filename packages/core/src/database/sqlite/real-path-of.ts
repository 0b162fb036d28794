import { readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../../config/read-text-file.js';

/** A path behind all symbolic links; a file that is missing is where its directory is, or where the link to it leads. */
export function realPathOf(file: string): string {
  try {
    return realpathSync.native(file);
  } catch (error) {
    // Whatever else is wrong with it shows where it is opened.
    const parent = path.dirname(file);
    if (parent === file) return file;
    const target = errorCode(error) === 'ENOENT' ? targetOf(file) : null;
    if (target !== null) return realPathOf(path.resolve(realPathOf(parent), target));
    return path.join(realPathOf(parent), path.basename(file));
  }
}

/** What a symbolic link leads to; null for anything else. */
function targetOf(file: string): string | null {
  try {
    return readlinkSync(file);
  } catch {
    return null;
  }
}
