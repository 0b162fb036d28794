import path from 'node:path';
import { sorted } from '../compare.js';
import { readDirectory, readStats } from '../config/read-text-file.js';

const MAGIC = /[*?{]/;

/** Whether an entry of the list of extensions is a glob. */
export function isGlob(entry: string): boolean {
  return MAGIC.test(entry);
}

/** The directories that a glob matches. */
export interface ExpandedGlob {
  /** Absolute, in code-unit order. */
  readonly directories: readonly string[];
  /** Whether the part before the first wildcard is there at all. */
  readonly hasBase: boolean;
}

/**
 * Expands a glob of directories: `*` and `?` within a segment, `**` for any depth, `{a,b}` for alternatives. Neither
 * dot-directories nor node_modules are matched by a wildcard, and `**` does not follow symbolic links.
 */
export function expandGlob(root: string, glob: string): ExpandedGlob {
  const expanded = expandBraces(glob).map((pattern) => expandPattern(root, pattern));
  return {
    directories: sorted(new Set(expanded.flatMap(({ directories }) => directories))),
    hasBase: expanded.every(({ hasBase }) => hasBase),
  };
}

function expandBraces(glob: string): readonly string[] {
  const match = /\{([^{}]*)\}/.exec(glob);
  if (match === null) return [glob];
  const before = glob.slice(0, match.index);
  const after = glob.slice(match.index + match[0].length);
  return (match[1] ?? '').split(',').flatMap((choice) => expandBraces(`${before}${choice}${after}`));
}

function expandPattern(root: string, pattern: string): ExpandedGlob {
  const segments = pattern.split('/').filter((segment) => segment !== '' && segment !== '.');
  const wild = segments.findIndex((segment) => MAGIC.test(segment));
  const literal = wild < 0 ? segments : segments.slice(0, wild);
  const base = path.resolve(pattern.startsWith('/') ? '/' : root, ...literal);
  if (!(readStats(base)?.isDirectory() ?? false)) return { directories: [], hasBase: false };
  return { directories: match(base, wild < 0 ? [] : segments.slice(wild)), hasBase: true };
}

function match(directory: string, [segment, ...rest]: readonly string[]): readonly string[] {
  if (segment === undefined) return [directory];
  if (segment === '**') {
    const below = subdirectories(directory, { followLinks: false });
    return [...match(directory, rest), ...below.flatMap((name) => match(path.join(directory, name), ['**', ...rest]))];
  }
  if (!MAGIC.test(segment)) {
    const next = path.join(directory, segment);
    return readStats(next)?.isDirectory() ? match(next, rest) : [];
  }
  const pattern = toRegExp(segment);
  return subdirectories(directory, { followLinks: true })
    .filter((name) => pattern.test(name))
    .flatMap((name) => match(path.join(directory, name), rest));
}

/** The names of the directories in a directory that may hold extensions. */
export function subdirectories(
  directory: string,
  { followLinks }: { readonly followLinks: boolean },
): readonly string[] {
  return (readDirectory(directory) ?? [])
    .filter((entry) => {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') return false;
      if (!entry.isSymbolicLink()) return entry.isDirectory();
      return followLinks && (readStats(path.join(directory, entry.name))?.isDirectory() ?? false);
    })
    .map(({ name }) => name);
}

function toRegExp(segment: string): RegExp {
  const source = segment
    .replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}
