import { statfsSync } from 'node:fs';
import path from 'node:path';
import { readStats } from '../../../config/read-text-file.js';
import type { Diagnosis } from '../../../diagnosis.js';
import type { DiagnosedDatabase } from '../../doctor-checks.js';

/** What Linux calls file systems that lie on other machines. */
const NETWORK: Readonly<Record<number, string>> = {
  26985: 'NFS',
  20859: 'SMB',
  4283649346: 'CIFS',
  4266872130: 'SMB',
  16914839: '9P',
  12805120: 'Ceph',
  1196443219: 'GPFS',
  198183888: 'Lustre',
  1397113167: 'AFS',
};

/** Whether SQLite can rely on the locks of the file system, and a run on its room. */
export async function checkFileSystem({
  database,
}: Pick<DiagnosedDatabase, 'database'>): Promise<readonly Diagnosis[]> {
  const file = database.place;
  const { type, bavail, bsize } = statfsSync(path.dirname(file));
  const network = process.platform === 'linux' ? (NETWORK[type] ?? null) : null;
  // Asked of SQLite: to open the file a second time, and close it, would end the locks of this process.
  const [mode] = await database.query<{ readonly journal_mode: string }>('PRAGMA journal_mode');
  return [
    judgeFileSystem(network, mode?.journal_mode === 'wal'),
    judgeRoom(bavail * bsize, readStats(file)?.size ?? 0),
  ];
}

/** @param network what the file system of another machine is called; null for one of this machine, or an unknown one */
export function judgeFileSystem(network: string | null, wal: boolean): Diagnosis {
  if (network === null) {
    return { code: 'DOCTOR.FILE_SYSTEM', status: 'ok', message: 'the file is on a disk of this machine', fix: null };
  }
  return {
    code: 'DOCTOR.FILE_SYSTEM',
    status: wal ? 'error' : 'warning',
    message: wal
      ? `The database is in WAL mode on a file system of another machine (${network}): SQLite cannot share it between machines, and it will be damaged.`
      : `The database is on a file system of another machine (${network}), whose locks are often not what SQLite needs.`,
    fix: wal
      ? 'Move the file to a disk of this machine, or end WAL mode: PRAGMA journal_mode = DELETE;'
      : 'Move the file to a disk of this machine, and change the database URL.',
  };
}

/** A backup takes as much as the database, a table that is made anew takes its size again. In bytes. */
export function judgeRoom(free: number, size: number): Diagnosis {
  const message = `${megabytes(free)} free, and the database has ${megabytes(size)}`;
  if (free >= 2 * size) return { code: 'DOCTOR.DISK_ROOM', status: 'ok', message, fix: null };
  return {
    code: 'DOCTOR.DISK_ROOM',
    status: 'warning',
    message: `The disk has ${message}: a backup and a table that is made anew may not fit.`,
    fix: 'Make room on that disk, or keep backups elsewhere: backup.location in the configuration.',
  };
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_000_000)} MB`;
}
