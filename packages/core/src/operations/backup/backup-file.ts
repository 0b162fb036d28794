import path from 'node:path';
import { sorted } from '../../compare.js';
import { readDirectory, readStats, readTextFile } from '../../config/read-text-file.js';
import { badManifest, newerForm } from './backup-errors.js';
import type { BackupManifest } from './backup-manifest.js';
import { parseManifest } from './backup-manifest.js';
import { manifestFileOf, takenAtOf } from './backup-name.js';

/** A backup as it lies in its folder. */
export interface BackupFile {
  /** Absolute. */
  readonly file: string;
  readonly size: number;
  /** What its manifest says, else its name; null where neither does. */
  readonly takenAt: Date | null;
  /** Null for one that has none, as those of versions before manifests. */
  readonly manifest: BackupManifest | null;
  /** Why the manifest that there is cannot be used. */
  readonly problem: Error | null;
}

/** One with a manifest. */
export type DescribedBackup = BackupFile & { readonly manifest: BackupManifest };

/** The backups in a folder, oldest first, whatever they are of; none where there is no such folder. */
export function readBackups(directory: string): readonly BackupFile[] {
  const names = (readDirectory(directory) ?? []).filter((entry) => entry.isFile()).map(({ name }) => name);
  return sorted(names.filter((name) => takenAtOf(name) !== null))
    .map((name) => readBackup(path.join(directory, name)))
    .filter((backup) => backup !== null);
}

/** A file that may be a backup, with what its manifest says; null where there is no such file. */
export function readBackup(file: string): BackupFile | null {
  const stats = readStats(file);
  if (!stats?.isFile()) return null;
  const { manifest, problem } = readManifest(manifestFileOf(file));
  const takenAt = manifest?.takenAt ?? takenAtOf(path.basename(file));
  return { file, size: stats.size, takenAt, manifest, problem };
}

function readManifest(file: string): Pick<BackupFile, 'manifest' | 'problem'> {
  const text = readTextFile(file);
  if (text === null) return { manifest: null, problem: null };
  const manifest = parseManifest(text);
  if (manifest === null) return { manifest: null, problem: badManifest(file) };
  if (typeof manifest === 'number') return { manifest: null, problem: newerForm(file, manifest) };
  return { manifest, problem: null };
}
