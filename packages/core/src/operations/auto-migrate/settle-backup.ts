import { rmSync } from 'node:fs';
import path from 'node:path';
import type { DescribedBackup } from '../backup/backup-file.js';
import { readBackups } from '../backup/backup-file.js';
import { manifestFileOf } from '../backup/backup-name.js';
import { compareContents } from '../backup/compare-contents.js';
import { rotateBackups } from '../backup/rotate-backups.js';

/** After a good run: removes the oldest ones beyond the number that is kept. */
export function keepAfterSuccess(made: DescribedBackup, keepCount: number): void {
  rotateBackups({ directory: path.dirname(made.file), made, keepCount });
}

/**
 * After a failure nothing is removed that holds anything else: an application that is started again and again must not
 * push the good backups out. Where an older one holds the same, the new one goes, so that the folder does not fill up.
 *
 * @returns the path of the one that is there
 */
export function keepAfterFailure(made: DescribedBackup): string {
  const { place, provider } = made.manifest;
  const same = readBackups(path.dirname(made.file)).find(
    ({ file, manifest }) =>
      file !== made.file &&
      manifest !== null &&
      manifest.place === place &&
      manifest.provider === provider &&
      manifest.tables.every(({ checksum }) => checksum !== null) &&
      compareContents(manifest, made.manifest).length === 0,
  );
  if (same === undefined) return made.file;
  rmSync(made.file, { force: true });
  rmSync(manifestFileOf(made.file), { force: true });
  return same.file;
}
