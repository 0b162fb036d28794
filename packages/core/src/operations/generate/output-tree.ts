import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import path from 'node:path';
import { errorCode, unreadable } from '../../config/read-text-file.js';

/** One file, directory or symbolic link of what a generator has written. */
export interface OutputEntry {
  /** Relative to the output, with `/`; empty for the output itself. */
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'link';
  readonly size: number;
  readonly inode: number;
  readonly modifiedMs: number;
  readonly changedMs: number;
  /** Where a symbolic link points; empty for anything else. */
  readonly target: string;
}

/** All that is at the place of an output, directories before what is in them; nothing where there is none. */
export function readOutputTree(output: string): readonly OutputEntry[] {
  const entries: OutputEntry[] = [];
  const visit = (relative: string): void => {
    const file = path.join(output, relative);
    try {
      const stats = lstatSync(file);
      // A pipe or a socket holds nothing, and reading it may never end.
      if (!stats.isDirectory() && !stats.isSymbolicLink() && !stats.isFile()) return;
      entries.push(entryOf(file, relative, stats));
      if (!stats.isDirectory()) return;
      for (const name of readdirSync(file).sort()) visit(relative === '' ? name : `${relative}/${name}`);
    } catch (error) {
      // A file that went meanwhile is not there either.
      if (errorCode(error) !== 'ENOENT') throw unreadable(file, error);
    }
  };
  visit('');
  return entries;
}

function entryOf(file: string, relative: string, stats: Stats): OutputEntry {
  const kind = stats.isDirectory() ? 'directory' : stats.isSymbolicLink() ? 'link' : 'file';
  return {
    path: relative,
    kind,
    size: kind === 'file' ? stats.size : 0,
    inode: stats.ino,
    modifiedMs: stats.mtimeMs,
    changedMs: stats.ctimeMs,
    target: kind === 'link' ? readlinkSync(file) : '',
  };
}

/** Whether nobody has written a file since it was looked at. */
export function isUntouched(before: OutputEntry, now: OutputEntry): boolean {
  return (
    before.kind === now.kind &&
    before.size === now.size &&
    before.inode === now.inode &&
    before.modifiedMs === now.modifiedMs &&
    before.changedMs === now.changedMs &&
    before.target === now.target
  );
}
