import { unreadable } from '../../config/read-text-file.js';
import type { OnProgress } from '../../database/backups.js';
import type { BackupFile } from './backup-file.js';
import { hashFile } from './hash-file.js';
import { backupDamaged } from './restore-errors.js';

/**
 * Compares a file with its manifest, before anything is made of it.
 *
 * @throws OrchestrateError `BACKUP.DAMAGED`, `FILE.UNREADABLE`
 */
export async function assertWhole(
  { file, size, manifest }: BackupFile,
  { onProgress, signal }: { readonly onProgress: OnProgress; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  if (manifest === null) return;
  if (size !== manifest.size) {
    throw backupDamaged(file, { found: `${size} bytes`, expected: `${manifest.size}` });
  }
  const sha256 = await hashFile(file, { onProgress: (done) => onProgress(done, size), signal }).catch(
    (error: unknown) => {
      throw signal?.aborted ? error : unreadable(file, error);
    },
  );
  if (sha256 !== manifest.sha256) {
    throw backupDamaged(file, { found: `the SHA-256 ${sha256}`, expected: manifest.sha256 });
  }
}
