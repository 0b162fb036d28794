import {
  constants,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { errorCode } from '../../config/read-text-file.js';
import { unwritable } from '../../workspace/write-durably.js';
import { isUntouched, type OutputEntry, readOutputTree } from './output-tree.js';

/** What was at the place of one output before the generators ran. */
interface KeptOutput {
  /** Absolute. */
  readonly output: string;
  readonly entries: readonly OutputEntry[];
}

const JOURNAL = 'journal.json';
const BEFORE = 'before';

/**
 * Copies what the generators are about to write over. The journal comes last: from then on, until it is gone, the
 * outputs count as half written, whoever looks at them. Generators write into files that are there, so that hard links
 * would keep nothing.
 */
export function keepOutputs(folder: string, outputs: readonly string[]): void {
  guard(folder, () => {
    rmSync(path.join(folder, BEFORE), { recursive: true, force: true });
    const kept = outputs.map((output): KeptOutput => ({ output, entries: readOutputTree(output) }));
    for (const [index, { output, entries }] of kept.entries()) copyOutput(output, entries, copyOf(folder, index));
    const written = path.join(folder, `${JOURNAL}.new`);
    writeFileSync(written, JSON.stringify(kept));
    renameSync(written, path.join(folder, JOURNAL));
  });
}

/** Whether a run ended without having said how; what is in the outputs is then anybody's guess. */
export function isHalfWritten(folder: string): boolean {
  return readJournal(folder) !== null;
}

/** Puts back what was kept, file by file, so that what was not touched keeps its dates. Nothing where nothing is kept. */
export function restoreOutputs(folder: string): void {
  const journal = readJournal(folder);
  if (journal === null) return;
  guard(folder, () => {
    for (const [index, kept] of parseJournal(journal).entries()) restoreOutput(kept, copyOf(folder, index));
  });
  forgetOutputs(folder);
}

/** What the generators have written stays. */
export function forgetOutputs(folder: string): void {
  guard(folder, () => {
    rmSync(path.join(folder, JOURNAL), { force: true });
    rmSync(path.join(folder, BEFORE), { recursive: true, force: true });
  });
}

function copyOf(folder: string, index: number): string {
  return path.join(folder, BEFORE, String(index));
}

function copyOutput(output: string, entries: readonly OutputEntry[], copy: string): void {
  mkdirSync(path.dirname(copy), { recursive: true });
  for (const { path: relative, kind } of entries) {
    const target = path.join(copy, relative);
    if (kind === 'directory') mkdirSync(target);
    else if (kind === 'file') copyFileSync(path.join(output, relative), target, constants.COPYFILE_FICLONE);
  }
}

function restoreOutput({ output, entries }: KeptOutput, copy: string): void {
  const wanted = new Map(entries.map((entry) => [entry.path, entry]));
  const present = new Map<string, OutputEntry>();
  // What is in a directory goes before the directory.
  for (const entry of readOutputTree(output).toReversed()) {
    const before = wanted.get(entry.path);
    if (before?.kind === entry.kind && (entry.kind === 'directory' || isUntouched(before, entry))) {
      present.set(entry.path, entry);
    } else rmSync(path.join(output, entry.path), { recursive: true, force: true });
  }
  for (const { path: relative, kind, target, modifiedMs } of entries) {
    if (present.has(relative)) continue;
    const place = path.join(output, relative);
    if (kind === 'directory') mkdirSync(place, { recursive: true });
    else if (kind === 'link') symlinkSync(target, place);
    else {
      mkdirSync(path.dirname(place), { recursive: true });
      copyFileSync(path.join(copy, relative), place, constants.COPYFILE_FICLONE);
      utimesSync(place, modifiedMs / 1000, modifiedMs / 1000);
    }
  }
}

function readJournal(folder: string): string | null {
  try {
    return readFileSync(path.join(folder, JOURNAL), 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw unwritable(folder, error);
  }
}

/** One that cannot be read says nothing of what was there; the client is generated anew all the same. */
function parseJournal(text: string): readonly KeptOutput[] {
  try {
    return JSON.parse(text) as readonly KeptOutput[];
  } catch {
    return [];
  }
}

function guard(folder: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw errorCode(error) === null ? error : unwritable(folder, error);
  }
}
