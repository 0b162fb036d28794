import { sep } from 'node:path';
import type { Failure } from '../failure.js';

/**
 * A failure whose paths are those that the shell it is read in would take. The library does not know where that is, so
 * what it says, and JSON with it, has absolute ones.
 */
export function withRelativePaths(failure: Failure, directory: string): Failure {
  const shorten = (text: string): string => relativePaths(text, directory);
  return { ...failure, message: shorten(failure.message), fix: shorten(failure.fix) };
}

/** Takes a directory away from the paths in it, wherever one begins; those outside of it stay as they are. */
export function relativePaths(text: string, directory: string): string {
  const start = directory.endsWith(sep) ? directory : `${directory}${sep}`;
  // In the root of a file system every path is in it.
  if (start === sep) return text;
  const within = new RegExp(`(^|[\\s"'\`(])${escapeRegExp(start)}(?=[^\\s"'\`),.:;]|\\.\\w)`, 'g');
  return text.replace(within, '$1');
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
