import path from 'node:path';
import type { BackupFile } from './backup-file.js';
import { readBackup, readBackups } from './backup-file.js';
import { unknownBackup } from './restore-errors.js';

/** Where to look for a backup. */
export interface FindBackupOptions {
  /** `latest`, a name in the folder with or without its ending, or a path. */
  readonly wanted: string;
  /** The folder of backups, absolute. */
  readonly directory: string;
  /** What a relative path counts from, absolute. */
  readonly cwd: string;
  readonly provider: string;
  /** What tells the database from others. */
  readonly place: string;
}

/**
 * Finds the backup that is meant.
 *
 * @throws OrchestrateError `BACKUP.UNKNOWN`, and what is wrong with the manifest of the one that is meant
 */
export function findBackup({ wanted, directory, cwd, provider, place }: FindBackupOptions): BackupFile {
  const all = readBackups(directory);
  const found =
    wanted === 'latest'
      ? latestOf(all, { provider, place })
      : (named(wanted, all) ?? readBackup(path.resolve(cwd, wanted)));
  if (found === null) {
    throw unknownBackup(wanted, { directory, names: all.map(({ file }) => path.basename(file)) });
  }
  if (found.problem !== null) throw found.problem;
  return found;
}

/** Where no manifest at all says whose a backup is, as before there were any, the newest is taken for this database's. */
function latestOf(
  all: readonly BackupFile[],
  { provider, place }: Pick<FindBackupOptions, 'provider' | 'place'>,
): BackupFile | null {
  const isOwn = ({ manifest, problem }: BackupFile): boolean =>
    manifest === null ? problem !== null : manifest.place === place && manifest.provider === provider;
  const own = all.findLast(isOwn);
  return own ?? (all.every(({ manifest }) => manifest === null) ? (all.at(-1) ?? null) : null);
}

function named(wanted: string, all: readonly BackupFile[]): BackupFile | null {
  return all.find(({ file }) => path.basename(file) === wanted || path.basename(file, '.backup') === wanted) ?? null;
}
