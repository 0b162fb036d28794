import path from 'node:path';
import { readTextFile } from '../config/read-text-file.js';
import type { Revision } from '../revisions/revision.js';

/**
 * The text of a revision's `down.sql`.
 *
 * @returns null where there is none: such a revision cannot be reverted
 * @throws OrchestrateError `FILE.UNREADABLE`
 */
export async function readDownScript(revision: Pick<Revision, 'directory'>): Promise<string | null> {
  return readTextFile(path.join(revision.directory, 'down.sql'));
}
