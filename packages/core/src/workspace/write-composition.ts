import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { compareCodeUnits } from '../compare.js';
import type { ComposedFile } from '../composition/composition.js';
import { readDirectory, readTextFile } from '../config/read-text-file.js';
import { OrchestrateError } from '../errors.js';
import { discardAbandoned, temporaryPath } from './temporary-path.js';
import { discard, unwritable, writeDurably } from './write-durably.js';

/** What {@link writeComposition} writes. */
export interface WriteCompositionOptions {
  /** The workspace root, absolute. */
  readonly root: string;
  /** The output folder, relative to the root; made where it is missing. */
  readonly directory: string;
  readonly files: readonly ComposedFile[];
  /** Tells what would be done and writes nothing. */
  readonly check: boolean;
}

/** What became of one file, or with `check` would become of it. */
export interface WrittenFile {
  /** Relative to the workspace root, with `/`. */
  readonly path: string;
  readonly state: 'written' | 'unchanged' | 'removed';
}

/** How every composed file starts; it tells our files from others. */
export const MARK = '// Composed by Prisma Orchestrate.';

/**
 * Brings the output folder up to date: files that changed are replaced, each at once, and composed files that no
 * extension needs any more are removed. Nothing is touched when the folder holds a `.prisma` file of other making.
 *
 * @returns by path in code-unit order
 * @throws OrchestrateError `COMPOSITION.FOREIGN_FILE`, `FILE.UNREADABLE`, `FILE.UNWRITABLE`
 */
export async function writeComposition(options: WriteCompositionOptions): Promise<readonly WrittenFile[]> {
  const { root, directory, check } = options;
  const folder = path.resolve(root, directory);
  const { changes } = compareFolder(options);
  if (!check) {
    discardAbandoned(folder);
    for (const { name, state, text } of changes) {
      if (state !== 'unchanged') replaceFile(path.join(folder, name), text);
    }
  }
  return changes.map(({ name, state }) => ({ path: path.posix.join(directory, name), state }));
}

/** What is in the output folder, compared with what should be. */
export interface ComparedComposition {
  /** Whether a composed schema was written before. */
  readonly isThere: boolean;
  /** By path in code-unit order. */
  readonly files: readonly WrittenFile[];
}

/**
 * Tells what {@link writeComposition} would do.
 *
 * @throws OrchestrateError `COMPOSITION.FOREIGN_FILE`, `FILE.UNREADABLE`
 */
export function compareWritten(options: Omit<WriteCompositionOptions, 'check'>): ComparedComposition {
  const { changes, isThere } = compareFolder(options);
  const files = changes.map(({ name, state }) => ({ path: path.posix.join(options.directory, name), state }));
  return { isThere, files };
}

interface FolderComparison {
  readonly isThere: boolean;
  readonly changes: readonly {
    readonly name: string;
    readonly state: WrittenFile['state'];
    /** Null where it is to go. */
    readonly text: string | null;
  }[];
}

function compareFolder({ root, directory, files }: Omit<WriteCompositionOptions, 'check'>): FolderComparison {
  const present = readPresent(path.resolve(root, directory));
  const foreign = [...present].filter(([, text]) => !text.startsWith(MARK)).map(([name]) => name);
  if (foreign.length > 0) throw foreignFiles(directory, foreign);
  const wanted = new Map(files.map((file) => [file.path, file.text]));
  const changes = [...new Set([...wanted.keys(), ...present.keys()])].sort(compareCodeUnits).map((name) => {
    const text = wanted.get(name);
    if (text === undefined) return { name, state: 'removed' as const, text: null };
    return { name, text, state: present.get(name) === text ? ('unchanged' as const) : ('written' as const) };
  });
  return { isThere: present.size > 0, changes };
}

/** The Prisma files of a folder with their texts; none where there is no folder. */
function readPresent(folder: string): ReadonlyMap<string, string> {
  const present = new Map<string, string>();
  for (const { name } of readDirectory(folder) ?? []) {
    if (!name.endsWith('.prisma') || name.startsWith('.')) continue;
    const text = readTextFile(path.join(folder, name));
    if (text !== null) present.set(name, text);
  }
  return present;
}

/** Whoever reads meanwhile sees the old file or the new one, never half of it. */
export function replaceFile(file: string, text: string | null): void {
  const temporary = temporaryPath(path.dirname(file));
  try {
    if (text === null) {
      // Another run may have removed it meanwhile.
      rmSync(file, { force: true });
      return;
    }
    mkdirSync(path.dirname(file), { recursive: true });
    writeDurably(temporary, text);
    renameSync(temporary, file);
  } catch (error) {
    discard(temporary);
    throw unwritable(file, error);
  }
}

/** Files of other making are in the way; all are named, relative to the directory. */
export function foreignFiles(directory: string, names: readonly string[]): OrchestrateError {
  const files = names.map((name) => path.posix.join(directory, name)).sort(compareCodeUnits);
  const are = files.length === 1 ? 'was' : 'were';
  return new OrchestrateError({
    code: 'COMPOSITION.FOREIGN_FILE',
    message: `${files.join(', ')} ${are} not written by orchestrate; nothing in ${directory} was touched.`,
    fix: 'Move what is yours out of that folder, or set "output" in the orchestrate configuration to a folder of its own.',
    meta: { files },
  });
}
