import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives work a directory of its own and removes it afterwards. */
export async function withTemporaryDirectory(work) {
  const directory = mkdtempSync(join(tmpdir(), 'orchestrate-bench-'));
  try {
    await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Removes a SQLite database and what lies beside it. */
export function removeDatabase(path) {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
}
