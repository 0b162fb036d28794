import { discard } from '../../workspace/write-durably.js';

/** How the names of files end that SQLite puts beside a database. */
export const SIDE_FILES: readonly string[] = ['-journal', '-wal', '-shm'];

/** Removes a database that is of no use, with what is beside it. */
export function discardDatabase(file: string): void {
  for (const end of ['', ...SIDE_FILES]) discard(file + end);
}
