import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { readDirectory, readStats, unreadable } from '../../config/read-text-file.js';
import { unfitTemplate } from './init-extension-errors.js';
import type { NewFile } from './new-file.js';

/** What belongs to a working copy of a template and not to the template. */
const LEFT_OUT: ReadonlySet<string> = new Set(['.git', 'node_modules', '.DS_Store']);

/**
 * The files of a template, as they are.
 *
 * @param directory absolute
 * @throws OrchestrateError `SCAFFOLD.TEMPLATE`, `FILE.UNREADABLE`
 */
export function readTemplate(directory: string): readonly NewFile[] {
  const stats = readStats(directory);
  if (stats?.isDirectory() !== true) {
    const why = stats === null ? 'there is no such directory' : 'it is no directory';
    throw unfitTemplate(directory, why, 'Name a directory, or one of the built-in templates: basic, empty.');
  }
  const files: NewFile[] = [];
  collect(directory, '', files);
  return files;
}

function collect(root: string, below: string, files: NewFile[]): void {
  for (const entry of readDirectory(path.join(root, below)) ?? []) {
    if (LEFT_OUT.has(entry.name)) continue;
    const relative = path.posix.join(below, entry.name);
    const file = path.join(root, relative);
    if (entry.isDirectory()) collect(root, relative, files);
    else if (entry.isFile()) files.push(readFile(file, relative));
    else {
      const kind = entry.isSymbolicLink() ? 'a symbolic link' : 'neither a file nor a directory';
      throw unfitTemplate(root, `${file} is ${kind}`, 'Put a copy of what it stands for in its place, or take it out.');
    }
  }
}

function readFile(file: string, relative: string): NewFile {
  try {
    const bytes = readFileSync(file);
    const isExecutable = (statSync(file).mode & 0o100) !== 0;
    return { path: relative, content: textOf(bytes) ?? bytes, isExecutable };
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** Null for what is no UTF-8 text. */
function textOf(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
