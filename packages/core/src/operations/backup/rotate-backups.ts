import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { DescribedBackup } from './backup-file.js';
import { readBackups } from './backup-file.js';
import { manifestFileOf, takenAtOf } from './backup-name.js';

/** Which backups to look at. */
export interface RotateBackupsOptions {
  readonly directory: string;
  /** The one that was just made and proved whole; it stays. */
  readonly made: DescribedBackup;
  /** How many stay, this one with them. */
  readonly keepCount: number;
}

/** How long another run may take from writing a manifest to giving its backup the name. */
const ORPHAN_MS = 60_000;

/**
 * Removes the oldest backups of one database. What has no manifest, or one of another database, stays.
 *
 * @returns what was removed, absolute paths
 */
export function rotateBackups({ directory, made, keepCount }: RotateBackupsOptions): readonly string[] {
  const { place, provider } = made.manifest;
  const others = readBackups(directory).filter(
    ({ file, manifest }) => file !== made.file && manifest?.place === place && manifest.provider === provider,
  );
  const old = others.slice(0, Math.max(0, others.length - (keepCount - 1))).map(({ file }) => file);
  for (const file of old) {
    rmSync(file, { force: true });
    rmSync(manifestFileOf(file), { force: true });
  }
  removeOrphans(directory);
  return old;
}

/** Manifests of backups that a killed run did not get to the name of. */
function removeOrphans(directory: string): void {
  const names = new Set(readdirSync(directory));
  for (const name of names) {
    const backup = name.replace(/\.json$/, '');
    if (backup === name || takenAtOf(backup) === null || names.has(backup)) continue;
    const file = path.join(directory, name);
    const writtenAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
    if (writtenAt < Date.now() - ORPHAN_MS) rmSync(file, { force: true });
  }
}
