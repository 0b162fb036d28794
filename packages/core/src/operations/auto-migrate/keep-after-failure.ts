import { rmSync } from 'node:fs';
import path from 'node:path';
import type { BackupFile, DescribedBackup } from '../backup/backup-file.js';
import { readBackups } from '../backup/backup-file.js';
import { manifestFileOf } from '../backup/backup-name.js';
import { compareContents } from '../backup/compare-contents.js';

/**
 * After a failure nothing is removed that holds anything else: an application that is started again and again must not
 * push the good backups out. Where an older one holds the same, the new one goes, so that the folder does not fill up.
 *
 * @returns the path of the one that is there
 */
export function keepAfterFailure(made: DescribedBackup): string {
  try {
    const same = readBackups(path.dirname(made.file)).find((other) => holdsTheSame(other, made));
    if (same === undefined) return made.file;
    rmSync(made.file, { force: true });
    rmSync(manifestFileOf(made.file), { force: true });
    return same.file;
  } catch {
    // What failed before is what the caller is to hear of.
    return made.file;
  }
}

function holdsTheSame({ file, size, manifest }: BackupFile, made: DescribedBackup): boolean {
  if (file === made.file || manifest === null || size !== manifest.size) return false;
  const isOfSame = manifest.place === made.manifest.place && manifest.provider === made.manifest.provider;
  const isSummedUp = manifest.tables.every(({ checksum }) => checksum !== null);
  return isOfSame && isSummedUp && compareContents(manifest, made.manifest).length === 0;
}
