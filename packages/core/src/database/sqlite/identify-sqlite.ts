import path from 'node:path';
import type { DatabaseIdentity, OpenOptions } from '../database.js';
import { realPathOf } from './real-path-of.js';
import { parseSqliteUrl } from './sqlite-url.js';

/** A file, by whatever path. */
export function identifySqlite(
  target: Pick<OpenOptions, 'url' | 'display' | 'root' | 'environment'>,
): DatabaseIdentity {
  const { file } = parseSqliteUrl(target.url, target);
  const key = realPathOf(file);
  const relative = path.relative(target.root, file);
  const isInside = !relative.startsWith('..') && !path.isAbsolute(relative);
  const name = (isInside ? relative : file).replaceAll(path.sep, '/');
  return { name, key, lock: key, address: name, schema: null };
}
