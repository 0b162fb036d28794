import { realpathSync } from 'node:fs';
import path from 'node:path';

/** A path behind all symbolic links; a file that is missing is where its directory is. */
export function realPathOf(file: string): string {
  try {
    return realpathSync.native(file);
  } catch {
    // Whatever else is wrong with it shows where it is opened.
    const parent = path.dirname(file);
    return parent === file ? file : path.join(realPathOf(parent), path.basename(file));
  }
}
