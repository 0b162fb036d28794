import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listOf } from '../check/kept-shapes.js';
import { ResultCache } from '../run/result-cache.js';
import { clientSlot } from './client-folder.js';
import { isUntouched, type OutputEntry, readOutputTree } from './output-tree.js';

/** An entry of an output as the last good run left it. */
interface RecordedEntry extends OutputEntry {
  /** Of a file's bytes; empty for anything else. */
  readonly digest: string;
}

interface RecordedOutput {
  readonly output: string;
  readonly entries: readonly RecordedEntry[];
  /** When it was looked at, as the clock of this machine has it. */
  readonly atMs: number;
}

/** A file that is written again within a tick of the file system's clock can look as it did. */
const TICK_MS = 50;

/**
 * Notes what a good run left in the outputs, under the digest of what it came from. Nothing is noted where an output is
 * missing: then the run did something else than was asked for.
 */
export function recordClient(root: string, digest: string, outputs: readonly string[]): void {
  const recorded = outputs.map((output) => recordOutput(output, null));
  if (recorded.every(({ entries }) => entries.length > 0)) cacheOf(root).write(clientSlot(root), digest, recorded);
}

/** Whether the outputs are what the last good run left, and it came from what the digest stands for. */
export function isClientRecorded(root: string, digest: string, outputs: readonly string[]): boolean {
  const recorded = cacheOf(root).read(clientSlot(root), digest, listOf(isRecordedOutput));
  if (recorded === null || recorded.length !== outputs.length) return false;
  const present = recorded.map((each) => recordOutput(each.output, each));
  const isSame = recorded.every((each, index) => {
    const now = present[index]?.entries ?? [];
    return outputs.includes(each.output) && isSameContent(each.entries, now);
  });
  // Files that were written anew, or have been looked at too early, need not be read once more the next time.
  if (isSame && present.some((each, index) => hasNews(recorded[index], each))) {
    cacheOf(root).write(clientSlot(root), digest, present);
  }
  return isSame;
}

/** Reads only files that may have changed since they were recorded. */
function recordOutput(output: string, before: RecordedOutput | null): RecordedOutput {
  const known = new Map(before?.entries.map((entry) => [entry.path, entry]));
  const atMs = Date.now();
  const entries = readOutputTree(output).map((entry): RecordedEntry => {
    const earlier = known.get(entry.path);
    const isKnown = before !== null && earlier !== undefined && isUntouched(earlier, entry);
    if (isKnown && isSettled(earlier, before)) return { ...entry, digest: earlier.digest };
    return { ...entry, digest: entry.kind === 'file' ? digestOfFile(path.join(output, entry.path)) : '' };
  });
  return { output, entries, atMs };
}

function isSettled({ changedMs }: OutputEntry, { atMs }: RecordedOutput): boolean {
  return changedMs < atMs - TICK_MS;
}

function hasNews(before: RecordedOutput | undefined, now: RecordedOutput): boolean {
  return now.entries.some((entry, index) => {
    const earlier = before?.entries[index];
    return (
      before === undefined ||
      earlier === undefined ||
      !isUntouched(earlier, entry) ||
      (!isSettled(earlier, before) && isSettled(entry, now))
    );
  });
}

function isSameContent(before: readonly RecordedEntry[], now: readonly RecordedEntry[]): boolean {
  const contentOf = ({ path: name, kind, digest, target }: RecordedEntry) => `${name}\n${kind}\n${digest}\n${target}`;
  return (
    before.length === now.length &&
    before.every((entry, index) => contentOf(entry) === contentOf(now[index] as RecordedEntry))
  );
}

function digestOfFile(file: string): string {
  return hash('sha256', readFileSync(file));
}

function cacheOf(root: string): ResultCache {
  return new ResultCache({ root, mayRead: true, mayWrite: true });
}

function isRecordedOutput(value: unknown): value is RecordedOutput {
  const { output, entries, atMs } = (value ?? {}) as Partial<RecordedOutput>;
  return typeof output === 'string' && typeof atMs === 'number' && Array.isArray(entries) && entries.every(isEntry);
}

function isEntry(value: unknown): value is RecordedEntry {
  const { path: name, kind, digest } = (value ?? {}) as Partial<RecordedEntry>;
  return typeof name === 'string' && typeof kind === 'string' && typeof digest === 'string';
}
