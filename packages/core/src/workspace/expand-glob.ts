import path from 'node:path';
import { sorted } from '../compare.js';
import type { FileTree } from '../config/file-tree.js';

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

/** Where {@link expandGlob} looks. */
export interface GlobOptions {
  /** What a relative glob starts from, absolute. */
  readonly root: string;
  readonly files: FileTree;
}

/**
 * Expands a glob of directories: `*` and `?` within a segment, `**` for any depth, `{a,b}` for alternatives. Neither
 * dot-directories nor node_modules are matched by a wildcard, and `**` does not follow symbolic links.
 */
export function expandGlob(glob: string, { root, files }: GlobOptions): ExpandedGlob {
  const expanded = expandBraces(glob).map((pattern) => expandPattern(pattern, { root, files }));
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

function expandPattern(pattern: string, { root, files }: GlobOptions): ExpandedGlob {
  const segments = pattern.split('/').filter((segment) => segment !== '' && segment !== '.');
  const wild = segments.findIndex((segment) => MAGIC.test(segment));
  const literal = wild < 0 ? segments : segments.slice(0, wild);
  const base = path.resolve(pattern.startsWith('/') ? '/' : root, ...literal);
  if (!(files.readStats(base)?.isDirectory() ?? false)) return { directories: [], hasBase: false };
  return { directories: match(files, base, wild < 0 ? [] : segments.slice(wild)), hasBase: true };
}

function match(files: FileTree, directory: string, [segment, ...rest]: readonly string[]): readonly string[] {
  if (segment === undefined) return [directory];
  if (segment === '**') {
    const below = subdirectories(directory, { files, followLinks: false }).map((name) => path.join(directory, name));
    return [...match(files, directory, rest), ...below.flatMap((inner) => match(files, inner, ['**', ...rest]))];
  }
  if (!MAGIC.test(segment)) {
    const next = path.join(directory, segment);
    return files.readStats(next)?.isDirectory() ? match(files, next, rest) : [];
  }
  const pattern = toRegExp(segment);
  return subdirectories(directory, { files, followLinks: true })
    .filter((name) => pattern.test(name))
    .flatMap((name) => match(files, path.join(directory, name), rest));
}

/** The names of the directories in a directory that may hold extensions. */
export function subdirectories(
  directory: string,
  { files, followLinks }: { readonly files: FileTree; readonly followLinks: boolean },
): readonly string[] {
  return (files.readDirectory(directory) ?? [])
    .filter((entry) => {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') return false;
      if (!entry.isSymbolicLink()) return entry.isDirectory();
      return followLinks && (files.readStats(path.join(directory, entry.name))?.isDirectory() ?? false);
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

/** Whether a glob would match a directory that need not be there yet, by the rules of {@link expandGlob}. */
export function globMatches(root: string, glob: string, directory: string): boolean {
  return expandBraces(glob).some((pattern) => {
    const base = pattern.startsWith('/') ? '/' : root;
    const segments = pattern.split('/').filter((segment) => segment !== '' && segment !== '.');
    const wild = segments.findIndex((segment) => MAGIC.test(segment));
    const literal = wild < 0 ? segments : segments.slice(0, wild);
    const names = path.relative(path.resolve(base, ...literal), directory).split(path.sep);
    const isBelow = names[0] !== '..' && !path.isAbsolute(names.join(path.sep));
    return (
      isBelow &&
      segmentsMatch(
        wild < 0 ? [] : segments.slice(wild),
        names.filter((name) => name !== ''),
      )
    );
  });
}

function segmentsMatch([segment, ...rest]: readonly string[], names: readonly string[]): boolean {
  const [name, ...others] = names;
  if (segment === undefined) return name === undefined;
  if (segment === '**') {
    return segmentsMatch(rest, names) || (isVisible(name) && segmentsMatch(['**', ...rest], others));
  }
  const fits = MAGIC.test(segment) ? isVisible(name) && toRegExp(segment).test(name) : segment === name;
  return fits && segmentsMatch(rest, others);
}

function isVisible(name: string | undefined): name is string {
  return name !== undefined && !name.startsWith('.') && name !== 'node_modules';
}
