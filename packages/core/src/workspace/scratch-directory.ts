import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unwritable } from './write-durably.js';

/**
 * A new directory where the system keeps what nobody needs for long; whoever asks for it removes it.
 *
 * @throws OrchestrateError `FILE.UNWRITABLE` where `TMPDIR` leads nowhere, or to where nothing can be written
 */
export function makeScratchDirectory(prefix: string): string {
  try {
    return mkdtempSync(path.join(realpathSync.native(tmpdir()), prefix));
  } catch (error) {
    throw unwritable(tmpdir(), error);
  }
}
