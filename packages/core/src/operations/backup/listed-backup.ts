import path from 'node:path';
import type { BackupFile } from './backup-file.js';

/** A backup, for people. */
export interface ListedBackup {
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  /** Null for a file that is called otherwise and has no manifest. */
  readonly takenAt: Date | null;
  /** Bytes. */
  readonly size: number;
  /**
   * `verified`: was restored and compared; `unverified`: has not been; `damaged`: has another size than when it was made,
   * or a manifest that cannot be used; `unproved`: has no manifest.
   */
  readonly state: 'verified' | 'unverified' | 'damaged' | 'unproved';
  readonly verifiedAt: Date | null;
  /** The database that it is of, without secrets; null where nothing says it. */
  readonly database: string | null;
  /** Whether that is the database of this workspace, as it is configured now. */
  readonly isOfThisDatabase: boolean;
  /** What was applied: of each extension how many revisions, and the last one. */
  readonly revisions: readonly { readonly extension: string; readonly count: number; readonly last: string }[];
  /** Of all tables; null where nothing says it. */
  readonly rows: number | null;
}

/** Describes a backup, as it lies there. */
export function listBackup(backup: BackupFile, { place, provider }: { place: string; provider: string }): ListedBackup {
  const { file, takenAt, size, manifest } = backup;
  return {
    name: path.basename(file),
    file,
    takenAt,
    size,
    state: stateOf(backup),
    verifiedAt: manifest?.verifiedAt ?? null,
    database: manifest?.database ?? null,
    isOfThisDatabase: manifest !== null && manifest.place === place && manifest.provider === provider,
    revisions: Object.entries(manifest?.revisions ?? {}).flatMap(([extension, names]) => {
      const last = names.at(-1);
      return last === undefined ? [] : [{ extension, count: names.length, last }];
    }),
    rows: manifest?.tables.reduce((sum, { rows }) => sum + rows, 0) ?? null,
  };
}

function stateOf({ size, manifest, problem }: BackupFile): ListedBackup['state'] {
  if (problem !== null) return 'damaged';
  if (manifest === null) return 'unproved';
  if (manifest.size !== size) return 'damaged';
  return manifest.verifiedAt === null ? 'unverified' : 'verified';
}
