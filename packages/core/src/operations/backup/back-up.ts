import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../../config/read-text-file.js';
import type { OnProgress } from '../../database/backups.js';
import type { Database } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import type { OnEvent } from '../../events.js';
import { assertRoom } from '../../workspace/assert-room.js';
import { discardAbandoned, isTemporary, temporaryPath } from '../../workspace/temporary-path.js';
import type { Workspace } from '../../workspace/workspace.js';
import { discard, syncDirectory, writeDurably } from '../../workspace/write-durably.js';
import { backupFailed, backupInterrupted, databaseDamaged, nothingToBackUp } from './backup-errors.js';
import type { DescribedBackup } from './backup-file.js';
import type { BackupManifest } from './backup-manifest.js';
import { MANIFEST_FORM, renderManifest } from './backup-manifest.js';
import { backupName, manifestFileOf, takenAtOf } from './backup-name.js';
import { hashFile } from './hash-file.js';
import { readContents } from './read-contents.js';
import { rotateBackups } from './rotate-backups.js';

/** What to back up, and where to. */
export interface BackUpOptions {
  readonly database: Database;
  readonly workspace: Workspace;
  readonly now: Date;
  /** Absolute; that of the policy unless given. */
  readonly directory?: string | undefined;
  /** How many of this database are kept; as the policy says unless given. */
  readonly keepCount?: number | undefined;
  /** Whether the values of all rows are summed up; as the policy says unless given. */
  readonly checksums?: boolean | undefined;
  readonly onEvent?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A backup that was made. */
export interface MadeBackup {
  readonly backup: DescribedBackup;
  /** Older ones that went for it, absolute paths. */
  readonly removed: readonly string[];
}

const ONLY_OWNER = 0o700;

/**
 * Copies a database to a folder of backups, with a manifest, and removes the oldest copies of this database beyond the
 * number that is kept. A copy appears under its name only when it is complete, proved whole and on the disk.
 *
 * @throws OrchestrateError `BACKUP.*`, `FILE.NO_ROOM`, `DATABASE.*`; nothing is left then
 */
export async function backUp(options: BackUpOptions): Promise<MadeBackup> {
  const { database, workspace, signal } = options;
  const policy = workspace.config.backup;
  const directory = options.directory ?? path.resolve(workspace.root, policy.location);
  if (database.isMissing) throw nothingToBackUp(database.display);
  let unfinished: string | null = null;
  try {
    prepareFolder(directory);
    assertRoom(directory, await database.readSize());
    unfinished = temporaryPath(directory);
    const described = await copy(unfinished, options);
    signal?.throwIfAborted();
    const backup = publish(unfinished, { directory, described });
    const keepCount = options.keepCount ?? policy.keepCount;
    return { backup, removed: rotateBackups({ directory, made: backup, keepCount }) };
  } catch (cause) {
    if (signal?.aborted) throw backupInterrupted();
    if (cause instanceof OrchestrateError) throw cause;
    throw backupFailed(directory, cause);
  } finally {
    if (unfinished !== null) discard(unfinished);
  }
}

/** What others must not find in version control. A folder that holds anything else is somebody's own: they decide. */
function prepareFolder(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: ONLY_OWNER });
  discardAbandoned(directory);
  if (!readdirSync(directory).every((name) => isTemporary(name) || takenAtOf(name.replace(/\.json$/, '')) !== null))
    return;
  try {
    writeDurably(path.join(directory, '.gitignore'), '*\n');
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

async function copy(file: string, options: BackUpOptions): Promise<BackupManifest> {
  const { database, workspace, now, signal, onEvent } = options;
  const { config } = workspace;
  const tell =
    (phase: 'copying' | 'comparing' | 'hashing'): OnProgress =>
    (done, total) =>
      onEvent?.({ kind: 'backing-up', phase, done, total });
  const { seen, details } = await database.backUpTo(file, {
    tools: config.backup,
    onProgress: tell('copying'),
    signal,
    look: async (copied) => {
      const damage = await copied.findDamage('quick');
      if (damage !== null) throw databaseDamaged(database.display, damage);
      const checksums = options.checksums ?? config.backup.checksums;
      return readContents(copied, { workspace, checksums, onProgress: tell('comparing'), signal });
    },
  });
  return {
    form: MANIFEST_FORM,
    provider: database.provider,
    takenAt: now,
    database: database.display,
    place: database.place,
    size: statSync(file).size,
    sha256: await hashFile(file, { onProgress: tell('hashing'), signal }),
    details,
    verifiedAt: null,
    ...seen,
  };
}

/**
 * Gives a copy its name. Its manifest goes first and is what claims the name: one without its backup counts for nothing,
 * and one that is there already is another run's.
 */
function publish(
  unfinished: string,
  { directory, described }: { readonly directory: string; readonly described: BackupManifest },
): DescribedBackup {
  for (let at = described.takenAt.getTime(); ; at += 1) {
    const manifest = { ...described, takenAt: new Date(at) };
    const file = path.join(directory, backupName(manifest.takenAt));
    if (existsSync(file)) continue;
    try {
      writeDurably(manifestFileOf(file), renderManifest(manifest));
      chmodSync(manifestFileOf(file), statSync(unfinished).mode);
    } catch (error) {
      if (errorCode(error) === 'EEXIST') continue;
      rmSync(manifestFileOf(file), { force: true });
      throw error;
    }
    try {
      renameSync(unfinished, file);
    } catch (error) {
      rmSync(manifestFileOf(file), { force: true });
      throw error;
    }
    syncDirectory(directory);
    return { file, size: manifest.size, takenAt: manifest.takenAt, manifest, problem: null };
  }
}
