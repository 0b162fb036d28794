import { randomBytes } from 'node:crypto';
import { statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { compareCodeUnits } from '../../compare.js';
import { readDirectory } from '../../config/read-text-file.js';
import { fateOf, ownClaim, type ProcessClaim } from '../process-claim.js';
import type { TestMark } from '../test-ground.js';
import { SIDE_FILES } from './side-files.js';

/** How many originals of one workspace are kept: for those who go to and fro between branches. */
const KEPT_ORIGINALS = 5;
const DAY_MS = 24 * 60 * 60 * 1000;
/** How long an original stays that nobody has copied. */
const UNUSED_MS = 7 * DAY_MS;

const COPY = /^copy-([0-9a-f]{8})-(\d+)-(\d*)-[0-9a-f]{12}\.db$/;
const ORIGINAL = /^original-([0-9a-f]{8})-[0-9a-f]{24}\.db$/;
/** What SQLite, and its lock, put beside a database. */
const BESIDE = [...SIDE_FILES, '-orchestrate-lock'];

/** The file of the original for a mark. */
export function originalFile({ workspace, digest }: TestMark): string {
  return `original-${workspace.slice(0, 8)}-${digest.slice(0, 24)}.db`;
}

/** A file that no other process has, whose name says whose it is. */
export function newTestFile(): string {
  const { host, pid, start } = ownClaim();
  return `copy-${host}-${pid}-${start}-${randomBytes(6).toString('hex')}.db`;
}

/** A database and everything that belongs to it. */
export function withSideFiles(file: string): readonly string[] {
  return [file, ...BESIDE.map((end) => file + end)];
}

/** Notes that an original is of use. */
export function touch(file: string): void {
  const now = new Date();
  utimesSync(file, now, now);
}

/** The files in a folder that nobody needs any more: of processes that are gone, and originals of long ago or one too many. */
export function leftoverFiles(folder: string, now: number): readonly string[] {
  const names = (readDirectory(folder) ?? []).map(({ name }) => name);
  const age = (name: string): number => now - modifiedAt(path.join(folder, name));
  const copies = names.filter((name) => isOver(name, age));
  const originals = names
    .map((name) => ({ name, workspace: ORIGINAL.exec(name)?.[1], age: age(name) }))
    .filter(({ workspace }) => workspace !== undefined)
    .sort((left, right) => left.age - right.age || compareCodeUnits(left.name, right.name));
  const surplus = originals.filter(({ workspace, age: unusedMs }, at) => {
    const newer = originals.slice(0, at).filter((other) => other.workspace === workspace);
    return newer.length >= KEPT_ORIGINALS || unusedMs > UNUSED_MS;
  });
  return [...copies, ...surplus.map(({ name }) => name)].map((name) => path.join(folder, name));
}

function isOver(name: string, age: (name: string) => number): boolean {
  const [, host, pid, start = ''] = COPY.exec(name) ?? [];
  if (host === undefined) return false;
  const fate = fateOf({ host, pid: Number(pid), start } satisfies ProcessClaim);
  return fate === 'gone' || (fate === 'unknown' && age(name) > DAY_MS);
}

function modifiedAt(file: string): number {
  try {
    return statSync(file).mtimeMs;
  } catch {
    // Somebody else has removed it.
    return 0;
  }
}
