import { renameSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../../config/read-text-file.js';
import { temporaryPath } from '../../workspace/temporary-path.js';
import { discard, writeDurably } from '../../workspace/write-durably.js';
import type { BackupFile } from './backup-file.js';
import { renderManifest } from './backup-manifest.js';
import { manifestFileOf } from './backup-name.js';

/** Where backups are kept so that nobody can change them. */
const READ_ONLY: ReadonlySet<string | null> = new Set(['EACCES', 'EPERM', 'EROFS']);

/** Notes in the manifest of a backup that it was proved. */
export function markVerified({ file, manifest }: BackupFile, now: Date): void {
  if (manifest === null) return;
  const temporary = temporaryPath(path.dirname(file));
  try {
    writeDurably(temporary, renderManifest({ ...manifest, verifiedAt: now }));
    renameSync(temporary, manifestFileOf(file));
  } catch (error) {
    discard(temporary);
    if (!READ_ONLY.has(errorCode(error))) throw error;
  }
}
