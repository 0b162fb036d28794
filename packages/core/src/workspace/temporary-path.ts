import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { readDirectory } from '../config/read-text-file.js';
import { isAlive } from './is-alive.js';
import { discard } from './write-durably.js';

const TEMPORARY = /^\.tmp-(\d+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Where a file is written before it appears under its name, in the same directory and so on the same disk. */
export function temporaryPath(directory: string): string {
  return path.join(directory, `.tmp-${process.pid}-${randomUUID()}`);
}

/** Removes what killed runs left in a directory; what a run that is alive is writing stays, and so does anybody else's. */
export function discardAbandoned(directory: string): void {
  for (const { name } of readDirectory(directory) ?? []) {
    const pid = TEMPORARY.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) discard(path.join(directory, name));
  }
}
