import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { readDirectory, readStats } from '../config/read-text-file.js';
import { isAlive } from './is-alive.js';
import { discard } from './write-durably.js';

/** With what SQLite puts beside a database. */
const TEMPORARY = /^\.tmp-(\d+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:-journal|-wal|-shm)?$/;

/** How far the clock of a disk may be behind. */
const CLOCK_MS = 2_000;

/** Where a file is written before it appears under its name, in the same directory and so on the same disk. */
export function temporaryPath(directory: string): string {
  return path.join(directory, `.tmp-${process.pid}-${randomUUID()}`);
}

/** Whether a file is called as those that are being written. */
export function isTemporary(name: string): boolean {
  return TEMPORARY.test(name);
}

/** Removes what killed runs left in a directory; what a run that is alive is writing stays, and so does anybody else's. */
export function discardAbandoned(directory: string): void {
  for (const file of listAbandoned(directory)) discard(file);
}

/** What killed runs left in a directory, absolute. */
export function listAbandoned(directory: string): readonly string[] {
  return (readDirectory(directory) ?? []).flatMap(({ name }) => {
    const pid = TEMPORARY.exec(name)?.[1];
    return pid !== undefined && isOfDeadRun(directory, name, Number(pid)) ? [path.join(directory, name)] : [];
  });
}

/** In a container, where numbers are few, a run often has the number of the one that was killed before it. */
function isOfDeadRun(directory: string, name: string, pid: number): boolean {
  if (pid !== process.pid) return !isAlive(pid);
  const startedAt = Date.now() - process.uptime() * 1000;
  return (readStats(path.join(directory, name))?.mtimeMs ?? startedAt) < startedAt - CLOCK_MS;
}
