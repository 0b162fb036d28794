import type { OnProgress, ReplacedDatabase, SwapOptions } from '../../database/backups.js';
import type { Database, Driver, OpenOptions } from '../../database/database.js';
import type { OnEvent, OrchestrateEvent } from '../../events.js';
import { lockOptions } from '../run/lock-for-run.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import type { RunOptions } from '../run-options.js';
import { assertWhole } from './assert-whole.js';
import type { BackupFile } from './backup-file.js';
import type { ContentDifference } from './compare-contents.js';
import { compareContents } from './compare-contents.js';
import { readContents } from './read-contents.js';
import { otherProvider, restoredDamaged, restoredOtherwise, restoreInterrupted } from './restore-errors.js';
import type { RestoredState } from './restored-state.js';
import { readRestoredState } from './restored-state.js';

/** A restore that was agreed to. */
export interface RestoreBackupOptions {
  readonly opened: OpenWorkspace;
  readonly driver: Driver;
  /** The database that is replaced, or whose place is used. */
  readonly target: OpenOptions;
  readonly backup: BackupFile;
  /** `verify`: compares all there is, values included, and puts nothing in its place. */
  readonly purpose: 'replace' | 'verify';
  readonly now: Date;
  readonly dropReplaced?: boolean | undefined;
  /** Whether those who use the database may be cut off. */
  readonly endSessions?: boolean | undefined;
  /** What others are told who wait. */
  readonly command: string;
  /** An open connection that holds the lock of the database. */
  readonly held?: Database | undefined;
  /** As {@link SwapOptions.beforeReplacing}. */
  readonly beforeReplacing?: SwapOptions['beforeReplacing'];
  readonly run: Pick<RunOptions, 'onEvent' | 'signal' | 'lockTimeoutMs'>;
}

/** What was restored. */
export interface RestoredBackup extends RestoredState {
  readonly differences: readonly ContentDifference[];
  /** Null where nothing was replaced, or where it was dropped. */
  readonly replaced: ReplacedDatabase | null;
  /** What was compared with the manifest; null without one. */
  readonly compared: ComparedContents | null;
}

/** How much of a restored database was compared. */
export interface ComparedContents {
  readonly tables: number;
  readonly rows: number;
  /** Whether values were compared, too. */
  readonly checksums: boolean;
}

/**
 * Restores a backup into a new database, compares it with the manifest, and puts it into the place of the target: in one
 * step, so that there is never half a database. Whatever fails before has changed nothing.
 *
 * @throws OrchestrateError `BACKUP.*`, `RESTORE.*`, `LOCK.TIMEOUT`, `DATABASE.*`, `FILE.NO_ROOM`
 */
export async function restoreBackup(options: RestoreBackupOptions): Promise<RestoredBackup> {
  try {
    return await restoreAndSwap(options);
  } catch (error) {
    // The swap itself is not interrupted, so that whatever came of the signal has changed nothing.
    if (options.run.signal?.aborted) throw restoreInterrupted();
    throw error;
  }
}

async function restoreAndSwap(options: RestoreBackupOptions): Promise<RestoredBackup> {
  const { opened, driver, target, backup, purpose, now, command, run } = options;
  const { file, manifest } = backup;
  const { onEvent, signal } = run;
  const tools = opened.workspace.config.backup;
  if (manifest !== null && manifest.provider !== driver.provider) {
    throw otherProvider(file, { backedUp: manifest.provider, wanted: driver.provider });
  }
  if (manifest === null) onEvent?.(unproved(file));
  await assertWhole(backup, { onProgress: tell(onEvent, 'hashing'), signal });
  await using restored = await driver.restoreScratch({
    target,
    file,
    details: manifest?.details ?? {},
    isOnlyLookedAt: purpose === 'verify',
    endSessions: options.endSessions,
    held: options.held,
    tools,
    onProgress: tell(onEvent, 'copying'),
    signal,
  });
  const { database } = restored;
  const damage = await database.findDamage('whole');
  if (damage !== null) throw restoredDamaged(file, damage);
  const { differences, compared } = await compare(database, options);
  const state = await readRestoredState(database, opened);
  const result = { ...state, differences, compared };
  if (purpose === 'verify') return { ...result, replaced: null };
  const refused = differences.filter(({ kind }) => kind !== 'definition');
  if (refused.length > 0) throw restoredOtherwise(file, refused);
  signal?.throwIfAborted();
  const replaced = await restored.swapIn({
    now,
    dropReplaced: options.dropReplaced === true,
    endSessions: options.endSessions === true,
    lock: options.held === undefined ? lockOptions(run, command) : null,
    held: options.held ?? null,
    beforeReplacing: options.beforeReplacing,
    onProgress: tell(onEvent, 'swapping'),
    signal,
  });
  return { ...result, replaced };
}

async function compare(
  database: Database,
  { opened: { workspace }, backup: { manifest }, purpose, run: { onEvent, signal } }: RestoreBackupOptions,
): Promise<Pick<RestoredBackup, 'differences' | 'compared'>> {
  if (manifest === null) return { differences: [], compared: null };
  const checksums = purpose === 'verify' && manifest.tables.some(({ checksum }) => checksum !== null);
  const onProgress = tell(onEvent, 'comparing');
  const found = await readContents(database, { workspace, checksums, onProgress, signal });
  const rows = found.tables.reduce((sum, table) => sum + table.rows, 0);
  return {
    differences: compareContents(manifest, found),
    compared: { tables: found.tables.length, rows, checksums },
  };
}

function tell(
  onEvent: OnEvent | undefined,
  phase: Extract<OrchestrateEvent, { kind: 'restoring' | 'backing-up' }>['phase'],
): OnProgress {
  return (done, total) => onEvent?.({ kind: 'restoring', phase, done, total });
}

function unproved(file: string): OrchestrateEvent {
  return {
    kind: 'warning',
    code: 'BACKUP.NO_MANIFEST',
    message: `${file} has no manifest, so nothing tells whether it is whole; only what it restores to is looked at.`,
    fix: 'Put its .json file beside it, if there was one.',
  };
}
