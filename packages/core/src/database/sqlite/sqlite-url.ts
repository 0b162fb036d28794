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

/** What {@link parseSqliteUrl} takes. */
export interface ParseSqliteUrlOptions {
  /** What relative paths count from, absolute. */
  readonly root: string;
  /** The URL as errors show it: without secrets. */
  readonly display: string;
}

/**
 * Reads a SQLite URL in Prisma's form: `file:` and a path (relative ones count from the workspace root), or
 * `file:///absolute`. Query parameters that concern connection pools are ignored, as Prisma ignores them here.
 *
 * @throws OrchestrateError `DATABASE.BAD_URL`
 */
export function parseSqliteUrl(url: string, { root, display }: ParseSqliteUrlOptions): SqliteLocation {
  if (!url.startsWith('file:')) throw badUrl(display, 'it does not start with file:');
  const [location = '', search = ''] = splitOnce(url, '?');
  const parameters = new URLSearchParams(search);
  const readOnly = parameters.get('mode') === 'ro';
  const name = location.slice('file:'.length);
  if (name === '') throw badUrl(display, 'it names no file');
  if (name === ':memory:' || parameters.get('mode') === 'memory') {
    throw badUrl(display, 'a database in memory is gone as soon as the command ends');
  }
  return { file: name.startsWith('//') ? fromFileUrl(location, display) : path.resolve(root, name), readOnly };
}

/** The URL with its path absolute, in the form that all of Prisma's programs take. */
export function absoluteSqliteUrl({ url, ...options }: ParseSqliteUrlOptions & { readonly url: string }): string {
  const { file } = parseSqliteUrl(url, options);
  const [, search = ''] = splitOnce(url, '?');
  return `file:${file}${search === '' ? '' : `?${search}`}`;
}

function fromFileUrl(location: string, display: string): string {
  try {
    return fileURLToPath(location);
  } catch (cause) {
    throw badUrl(display, 'it is not a file URL', cause);
  }
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function badUrl(display: string, reason: string, cause?: unknown): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'DATABASE.BAD_URL',
    message: `The database URL "${display}" cannot be used for SQLite: ${reason}.`,
    fix: 'Write it as file:./prisma/dev.db (relative to the workspace root) or file:/absolute/path.db.',
    meta: { url: display },
    cause,
  });
}
