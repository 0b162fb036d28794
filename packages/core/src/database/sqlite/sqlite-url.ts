import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { OrchestrateError } from '../../errors.js';

/** What a SQLite URL names. */
export interface SqliteLocation {
  /** Absolute path, or `:memory:`. */
  readonly file: string;
  /** `?mode=ro` asks that nothing be written. */
  readonly readOnly: boolean;
}

/**
 * Reads a SQLite URL in Prisma's form: `file:` and a path (relative ones count from the workspace root), or
 * `file:///absolute`. Query parameters that concern connection pools are ignored, as Prisma ignores them here.
 *
 * @throws OrchestrateError `DATABASE.BAD_URL`
 */
export function parseSqliteUrl(url: string, root: string): SqliteLocation {
  if (!url.startsWith('file:')) throw badUrl(url, 'it does not start with file:');
  const [location = '', search = ''] = splitOnce(url, '?');
  const parameters = new URLSearchParams(search);
  const readOnly = parameters.get('mode') === 'ro';
  const name = location.slice('file:'.length);
  if (name === '') throw badUrl(url, 'it names no file');
  if (name === ':memory:' || parameters.get('mode') === 'memory') {
    throw badUrl(url, 'a database in memory is gone as soon as the command ends');
  }
  return { file: name.startsWith('//') ? fromFileUrl(location, url) : path.resolve(root, name), readOnly };
}

function fromFileUrl(location: string, url: string): string {
  try {
    return fileURLToPath(location);
  } catch (cause) {
    throw badUrl(url, 'it is not a file URL', cause);
  }
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function badUrl(url: string, reason: string, cause?: unknown): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'DATABASE.BAD_URL',
    message: `The database URL "${url}" cannot be used for SQLite: ${reason}.`,
    fix: 'Write it as file:./prisma/dev.db (relative to the workspace root) or file:/absolute/path.db.',
    meta: { url },
    cause,
  });
}
