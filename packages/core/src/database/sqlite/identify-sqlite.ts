import { realpathSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../../config/read-text-file.js';
import type { DatabaseIdentity, OpenOptions } from '../database.js';
import { parseSqliteUrl } from './sqlite-url.js';

/** A file is itself behind symbolic links, too; one that is missing is where its directory is. */
export function identifySqlite(target: Pick<OpenOptions, 'url' | 'display' | 'root'>): DatabaseIdentity {
  const { file } = parseSqliteUrl(target.url, target);
  const key = realPath(file);
  const relative = path.relative(target.root, file);
  const isInside = !relative.startsWith('..') && !path.isAbsolute(relative);
  return { name: (isInside ? relative : file).replaceAll(path.sep, '/'), key, lock: key };
}

function realPath(file: string): string {
  try {
    return realpathSync.native(file);
  } catch (error) {
    const parent = path.dirname(file);
    // What cannot be looked at cannot be opened either, and that tells why.
    if (errorCode(error) !== 'ENOENT' || parent === file) return file;
    return path.join(realPath(parent), path.basename(file));
  }
}
