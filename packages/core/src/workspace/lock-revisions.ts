import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { errorCode, readTextFile } from '../config/read-text-file.js';
import { OrchestrateError } from '../errors.js';
import { isAlive } from './is-alive.js';
import { unwritable } from './write-durably.js';

/** In the workspace root, while revisions are being written. */
export const LOCK_FILE = '.orchestrate.lock';

/** The locks of this process. */
const held = new Set<string>();

const POLL_MS = 50;

/** How to wait for another run. */
export interface LockRevisionsOptions {
  /** How long at most. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Keeps other runs on this machine from writing revisions until it is disposed of. Held while what was read is compared
 * with what is there and new revisions are written, which takes moments; a file that a killed run left does not count.
 *
 * @throws OrchestrateError `REVISION.BUSY`, `FILE.UNWRITABLE`, and of kind `interrupted` when the signal fires
 */
export async function lockRevisions(root: string, { timeoutMs, signal }: LockRevisionsOptions): Promise<Disposable> {
  const file = path.join(root, LOCK_FILE);
  for (let waitedMs = 0; !claim(file); waitedMs += POLL_MS) {
    if (signal?.aborted) throw waitInterrupted();
    const holder = readTextFile(file);
    if (holder !== null && isAbandoned(file, holder)) rmSync(file, { force: true });
    else if (waitedMs >= timeoutMs) throw busy(file, holder);
    else await wait(POLL_MS);
  }
  held.add(file);
  return {
    [Symbol.dispose]: () => {
      held.delete(file);
      rmSync(file, { force: true });
    },
  };
}

/** Whether the run that made the file was killed. */
function isAbandoned(file: string, holder: string): boolean {
  // Created a moment ago.
  if (holder === '') return false;
  // In a container, where numbers are few, a run often has the number of the one that was killed before it.
  return Number(holder) === process.pid ? !held.has(file) : !isAlive(Number(holder));
}

function claim(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw unwritable(file, error);
  }
}

function busy(file: string, holder: string | null): OrchestrateError {
  return new OrchestrateError({
    code: 'REVISION.BUSY',
    message: `Another run (process ${holder || 'unknown'}) is writing revisions of this workspace; nothing was made.`,
    fix: `Run it again once that one has ended. If there is none, delete ${file}.`,
    meta: { file, holder },
  });
}

function waitInterrupted(): OrchestrateError {
  return new OrchestrateError({
    kind: 'interrupted',
    code: 'RUN.INTERRUPTED',
    message: 'Interrupted while waiting for another run that writes revisions; nothing was written.',
    fix: 'Run the same command again.',
  });
}
