import path from 'node:path';
import { OrchestrateError } from '../errors.js';
import type { LockHolder } from '../events.js';
import { lockFile } from './lock-file.js';

/** In the workspace root, while revisions are being written. */
export const LOCK_FILE = '.orchestrate.lock';

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
export function lockRevisions(root: string, options: LockRevisionsOptions): Promise<Disposable> {
  const file = path.join(root, LOCK_FILE);
  return lockFile(file, { ...options, busy: (holder) => busy(file, holder), interrupted: waitInterrupted });
}

function busy(file: string, { pid }: LockHolder): OrchestrateError {
  return new OrchestrateError({
    code: 'REVISION.BUSY',
    message: `Another run (process ${pid ?? 'unknown'}) is writing revisions of this workspace; nothing was made.`,
    fix: `Run it again once that one has ended. If there is none, delete ${file}.`,
    meta: { file, holder: pid },
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
