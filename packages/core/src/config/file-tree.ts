import { realpathSync } from 'node:fs';
import { readDirectory, readStats, readTextFile } from './read-text-file.js';

/** An entry of a directory; of a symbolic link only that it is one. */
export interface TreeEntry {
  readonly name: string;
  isDirectory(): boolean;
  isFile(): boolean;
  isSymbolicLink(): boolean;
}

/** What a path is, symbolic links followed. */
export interface TreeStats {
  isDirectory(): boolean;
  isFile(): boolean;
}

/**
 * Where fragments and manifests are read from: the disk, or what version control has of it. Paths are absolute; null
 * only ever means that nothing is there.
 */
export interface FileTree {
  /** Without a byte order mark. */
  readonly readText: (file: string) => string | null;
  readonly readDirectory: (directory: string) => readonly TreeEntry[] | null;
  readonly readStats: (path: string) => TreeStats | null;
  /** The path without symbolic links, of something that is there. */
  readonly realPath: (path: string) => string;
}

/** The files as they lie on the disk. */
export const DISK: FileTree = {
  readText: readTextFile,
  readDirectory,
  readStats,
  realPath: (path) => realpathSync.native(path),
};
