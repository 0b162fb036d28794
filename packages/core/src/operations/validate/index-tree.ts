import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { DISK, type FileTree, type TreeEntry, type TreeStats } from '../../config/file-tree.js';
import { errorCode, unreadable } from '../../config/read-text-file.js';
import { isInside, rootRelative } from '../../config/root-relative.js';
import type { IndexEntry } from './parse-status.js';
import type { GitIndex } from './read-index.js';
import { unmergedFiles } from './staged-errors.js';

/**
 * The files of a repository as git's index has them: the disk with all that differs laid over it. What git ignores, as
 * installed packages, and what lies outside of the repository is that of the disk.
 */
export function indexTree(index: GitIndex): FileTree {
  if (index.differing.size === 0) return DISK;
  const overlay = new Overlay(index);
  return {
    readText: (file) => overlay.readText(file),
    readDirectory: (directory) => overlay.readDirectory(directory),
    readStats: (file) => overlay.readStats(file),
    realPath: (file) => overlay.realPath(file),
  };
}

/** What is at a path: as the disk has it, or as the index has it instead. */
type Node = IndexEntry | { readonly kind: 'directory' } | { readonly kind: 'disk' };

const ON_DISK: Node = { kind: 'disk' };
const ABSENT: Node = { kind: 'absent' };
/** As many as an operating system follows. */
const LINKS_FOLLOWED = 40;

class Overlay {
  readonly #index: GitIndex;
  /** The same directory, where the way to the top leads through a symbolic link. */
  readonly #realTop: string;
  /** The names in each directory of the index that a differing file is in, by path relative to the top. */
  readonly #directories: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #real = new Map<string, string>();

  constructor(index: GitIndex) {
    this.#index = index;
    this.#realTop = realpathSync.native(index.top);
    this.#directories = directoriesOf(index.differing);
  }

  readText(file: string): string | null {
    const { node, real } = this.#find(file);
    if (node.kind === 'absent') return null;
    if (node.kind === 'disk') return DISK.readText(real);
    if (node.kind === 'directory') throw unreadable(file, systemError('EISDIR'));
    const text = this.#contentOf(node);
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  }

  readDirectory(directory: string): readonly TreeEntry[] | null {
    const { node, real } = this.#find(directory);
    if (node.kind === 'absent') return null;
    if (node.kind === 'file') throw unreadable(directory, systemError('ENOTDIR'));
    const here = this.#relative(real);
    if (here === null) return DISK.readDirectory(real);
    const isHere = node.kind === 'disk' || kindOnDisk(real) === 'directory';
    const onDisk = isHere ? DISK.readDirectory(real) : [];
    if (onDisk === null) return null;
    const names = this.#directories.get(here) ?? new Set<string>();
    const entries = onDisk.flatMap((entry): readonly TreeEntry[] => {
      if (names.has(entry.name)) return [];
      return this.#nodeAt(within(here, entry.name)).kind === 'absent' ? [] : [entry];
    });
    return [...entries, ...[...names].map((name) => entryOf(name, this.#nodeAt(within(here, name))))];
  }

  readStats(file: string): TreeStats | null {
    const { node, real } = this.#find(file);
    if (node.kind === 'absent') return null;
    return node.kind === 'disk' ? DISK.readStats(real) : statsOf(node);
  }

  /** Without the symbolic links that the index, or else the disk, has on the way. */
  realPath(file: string, links = 0): string {
    const known = this.#real.get(file);
    if (known !== undefined) return known;
    if (this.#relative(file) === null) return DISK.readStats(file) === null ? file : realpathSync.native(file);
    if (this.#relative(file) === '') return file;
    const here = path.join(this.realPath(path.dirname(file), links), path.basename(file));
    const target = this.#linkAt(here);
    if (target !== null && links >= LINKS_FOLLOWED) throw unreadable(file, systemError('ELOOP'));
    const real = target === null ? here : this.realPath(path.resolve(path.dirname(here), target), links + 1);
    this.#real.set(file, real);
    return real;
  }

  #find(file: string): { readonly node: Node; readonly real: string } {
    const real = this.realPath(file);
    const relative = this.#relative(real);
    return { real, node: relative === null ? ON_DISK : this.#nodeAt(relative) };
  }

  #nodeAt(relative: string): Node {
    const { differing } = this.#index;
    const entry = differing.get(relative);
    if (entry !== undefined && entry.kind !== 'absent') return entry;
    if (this.#directories.has(relative)) return { kind: 'directory' };
    if (entry !== undefined) return entry;
    // Git tells of a directory that it has nothing of with a `/`, and below what is or was a file there is nothing.
    for (let above = relative; above !== ''; above = parentOf(above)) {
      if (differing.has(`${above}/`) || differing.has(above)) return ABSENT;
    }
    return ON_DISK;
  }

  #linkAt(real: string): string | null {
    const relative = this.#relative(real);
    const node = relative === null ? ON_DISK : this.#nodeAt(relative);
    if (node.kind === 'link') return this.#contentOf(node);
    if (node.kind !== 'disk') return null;
    return kindOnDisk(real) === 'link' ? readlinkSync(real) : null;
  }

  #contentOf(node: IndexEntry): string {
    if ('object' in node) return this.#index.contentOf(node.object);
    const { differing } = this.#index;
    throw unmergedFiles([...differing].flatMap(([file, { kind }]) => (kind === 'unmerged' ? [file] : [])));
  }

  /** Relative to the top of the repository; null outside. */
  #relative(file: string): string | null {
    for (const top of [this.#index.top, this.#realTop]) {
      if (isInside(top, file)) return file === top ? '' : rootRelative(top, file);
    }
    return null;
  }
}

function directoriesOf(differing: GitIndex['differing']): ReadonlyMap<string, ReadonlySet<string>> {
  const directories = new Map<string, Set<string>>();
  for (const [file, { kind }] of differing) {
    if (kind === 'absent') continue;
    for (let child = file; child !== ''; child = parentOf(child)) {
      const parent = parentOf(child);
      const names = directories.get(parent);
      if (names === undefined) directories.set(parent, new Set([nameOf(child)]));
      else if (names.has(nameOf(child))) break;
      else names.add(nameOf(child));
    }
  }
  return directories;
}

function parentOf(file: string): string {
  return file.slice(0, Math.max(file.lastIndexOf('/'), 0));
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

function within(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}

function entryOf(name: string, node: Node): TreeEntry {
  return { name, ...statsOf(node), isSymbolicLink: () => node.kind === 'link' };
}

function statsOf({ kind }: Node): TreeStats {
  return { isDirectory: () => kind === 'directory', isFile: () => kind === 'file' || kind === 'unmerged' };
}

/** What lies at a path, a symbolic link not followed; null also where a file is in place of a directory above. */
function kindOnDisk(file: string): 'directory' | 'link' | 'other' | null {
  try {
    const stats = lstatSync(file);
    return stats.isDirectory() ? 'directory' : stats.isSymbolicLink() ? 'link' : 'other';
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw unreadable(file, error);
  }
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
