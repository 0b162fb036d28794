import path from 'node:path';
import { type ErrorKind, OrchestrateError } from '../errors.js';
import type { RevisionId } from '../revisions/revision.js';
import { aheadMessage, databaseAhead } from './auto-migrate/auto-migrate-errors.js';
import type { Recovery } from './auto-migrate/recovery.js';
import { readStanding, type Standing } from './auto-migrate/standing.js';
import type { ConsentRequest } from './make-revision.js';
import { asOperation } from './run/as-operation.js';
import type { DataLoss } from './run/data-losses.js';
import type { LossRequest } from './run/loss-consent.js';
import type { LocatedDatabase } from './run/open-database.js';
import { locateDatabase } from './run/open-database.js';
import type { OpenWorkspace } from './run/open-workspace.js';
import { openSoundWorkspace } from './run/open-workspace.js';
import type { RunOptions } from './run-options.js';

/** What {@link autoMigrate} takes. */
export interface AutoMigrateOptions extends RunOptions {
  /** Looks and touches nothing. */
  readonly dryRun?: boolean | undefined;
  /** Whether to back up before anything is changed; unless given, `backup.enabled` of the configuration says so. */
  readonly backup?: boolean | undefined;
  /**
   * `all` (unless given): everything in one transaction, where that can be. `revision`: each revision in one of its own, so
   * that a long plan does not hold all its locks to the end; a failure is then taken back from the backup.
   */
  readonly tx?: 'all' | 'revision' | undefined;
  /** Asks before something pending loses data; without it, what was reviewed with the revisions is not asked again. */
  readonly confirm?: ((request: LossRequest) => Promise<boolean>) | undefined;
  /**
   * What becomes of code that is older than the database, as in a rolling deployment: it goes on with a warning
   * (`continue`, unless given), or it is an error.
   */
  readonly whenBehind?: 'continue' | 'refuse' | undefined;
  /** For development: first makes revisions of what the fragments say and no revision makes. A dry run makes none. */
  readonly makeRevisions?: boolean | undefined;
  /** What the revisions that are made say that they do. */
  readonly message?: string | undefined;
  /** Consent to losing data, whatever it is: to applying and to making revisions that do. */
  readonly allowDestructive?: boolean | undefined;
  /** Asks for that consent. */
  readonly confirmRevision?: ((request: ConsentRequest) => Promise<boolean>) | undefined;
}

/** Why something was not done, as data. */
export interface AutoMigrateError {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly message: string;
  readonly fix: string;
  readonly meta: Readonly<Record<string, unknown>>;
}

/** What became of the database when a run failed. */
export interface AutoMigrateRecovery {
  /**
   * `unchanged`: the failure came before anything was changed. `rolled-back`: the one transaction of the run was.
   * `restored`: the backup took the place of what was left. `kept`: it is as the last complete revision or statement left it.
   */
  readonly kind: Recovery['kind'];
  /** Why it was kept as it is, and the command that restores it by hand. */
  readonly why: string | null;
  /** Why the restore failed that was tried; the database is untouched by it. */
  readonly restoreError: AutoMigrateError | null;
}

/** How a database stands after {@link autoMigrate}. */
export interface AutoMigrateResult {
  /** Whether the application may start: everything that its code knows is applied. */
  readonly success: boolean;
  /** The database, without secrets; null where it was not found out. */
  readonly database: string | null;
  /** What this call has applied, in its order; empty where another one was faster. In a dry run: what it would. */
  readonly applied: readonly RevisionId[];
  /** The last applied revisions of each extension; null where that is not known. */
  readonly current: Readonly<Record<string, readonly RevisionId[]>> | null;
  /** Whether the database has revisions that this code does not know. */
  readonly behind: boolean;
  /** Data that goes: in a dry run, and where someone was asked. */
  readonly losses: readonly DataLoss[];
  /** Revisions that were made first. */
  readonly made: readonly RevisionId[];
  /** The backup that holds the database as it was before; in a dry run the folder that it would go to. */
  readonly backupPath: string | null;
  /** Null where all is well. */
  readonly error: AutoMigrateError | null;
  /** Null where nothing failed. */
  readonly recovery: AutoMigrateRecovery | null;
  readonly dryRun: boolean;
  readonly durationMs: number;
}

/**
 * For the start of an application: brings the database to what its code needs. Where nothing is pending that is one look;
 * else it takes the lock, looks again, backs up as the policy says, applies everything and verifies it. Of several replicas that
 * start at once, one does it, and the others wait for it and go on. A failure is taken back: by the transaction that
 * holds all revisions, or, where not all of them can be in one, from the backup, unless anyone else may have written since.
 *
 * @returns also for what can be expected to fail: see `success` and `error`
 * @throws only what is a bug
 *
 * @example
 * ```ts
 * const { success, applied, error } = await autoMigrate({ cwd: process.cwd() });
 * if (!success) throw new Error(error?.message);
 * console.log(applied.length); // 3
 * ```
 */
export async function autoMigrate(options: AutoMigrateOptions): Promise<AutoMigrateResult> {
  const startedAt = performance.now();
  const begun = { ...NOTHING, dryRun: options.dryRun === true };
  let found: Partial<AutoMigrateResult> = {};
  const tell = (more: Partial<AutoMigrateResult>): void => {
    found = { ...found, ...more };
  };
  try {
    await asOperation(options, (attended) => bringToHead(attended, tell));
  } catch (error) {
    if (!(error instanceof OrchestrateError)) throw error;
    const isThrough = (found.applied ?? []).length > 0;
    tell({ error: toData(error), recovery: found.recovery ?? (isThrough ? THROUGH : UNCHANGED) });
  }
  const result = { ...begun, ...found, durationMs: performance.now() - startedAt };
  return { ...result, success: result.error === null };
}

const NOTHING: Omit<AutoMigrateResult, 'dryRun' | 'durationMs'> = {
  success: false,
  database: null,
  applied: [],
  current: null,
  behind: false,
  losses: [],
  made: [],
  backupPath: null,
  error: null,
  recovery: null,
};

const UNCHANGED: AutoMigrateRecovery = { kind: 'unchanged', why: null, restoreError: null };
const THROUGH: AutoMigrateRecovery = { kind: 'kept', why: 'The upgrade itself is through.', restoreError: null };

type Tell = (found: Partial<AutoMigrateResult>) => void;

async function bringToHead(options: AutoMigrateOptions, tell: Tell): Promise<void> {
  const command = options.command ?? 'orchestrate auto-migrate';
  if (options.makeRevisions === true && options.dryRun !== true) {
    const { makePendingRevisions } = await import('./auto-migrate/make-pending-revisions.js');
    tell({ made: await makePendingRevisions(options) });
  }
  const opened = await openSoundWorkspace(options, 'Cannot upgrade');
  const located = await locateDatabase(opened.workspace, { ...options, command });
  tell({ database: located.url.display });
  const before = await lookAt(opened, located);
  if (before?.isSettled === true) return settle(before, options, tell);

  const { upgradeSafely } = await import('./auto-migrate/upgrade-safely.js');
  const { applied, losses, backupPath, failure, recovery } = await upgradeSafely({ options, opened, located, command });
  const after = options.dryRun === true ? before : await lookAfter(opened, located);
  const isThere = before?.isMissing === false;
  const place = options.dryRun === true && isThere ? plannedBackup(options, opened) : backupPath;
  tell({ applied, losses, backupPath: place, current: after?.current ?? null });
  if (failure === null) return;
  if (after?.isSettled === true && mayHaveBeenDone(failure.error, recovery)) return settle(after, options, tell);
  tell({ recovery: recovery && seen(recovery, after) });
  throw failure.error;
}

/**
 * Whether the database may be where it was to be brought although this run has failed: newer code was faster while it waited,
 * another replica tried it after it, or its connection was cut while the server was committing.
 */
function mayHaveBeenDone(error: unknown, recovery: Recovery | null): boolean {
  if (!(error instanceof OrchestrateError) || error.kind !== 'failure') return false;
  return recovery?.kind === 'unchanged' || recovery?.kind === 'rolled-back';
}

/** What became of the database, as far as it was seen. */
function seen({ kind, why, restoreError }: Recovery, after: Standing | null): AutoMigrateRecovery {
  if (kind === 'rolled-back' && after === null) return { kind: 'kept', why: UNSEEN, restoreError: null };
  return { kind, why, restoreError: restoreError && toData(restoreError) };
}

const UNSEEN = 'The connection is lost: either everything was applied or nothing, as it is one transaction.';

/** @throws OrchestrateError `START.BEHIND`, where that is refused */
function settle({ current, ahead }: Standing, { whenBehind, onEvent }: AutoMigrateOptions, tell: Tell): void {
  tell({ current, behind: ahead.length > 0 });
  if (ahead.length === 0) return;
  const error = databaseAhead(ahead);
  if (whenBehind === 'refuse') throw error;
  onEvent?.({ kind: 'warning', code: error.code, message: aheadMessage(ahead), fix: error.fix });
}

/** Null where the database is still to be created. */
async function lookAt(opened: OpenWorkspace, located: LocatedDatabase): Promise<Standing | null> {
  try {
    return await readStanding(opened, located);
  } catch (error) {
    if (error instanceof OrchestrateError && error.code === 'DATABASE.MISSING') return null;
    throw error;
  }
}

/** Null where nothing can be seen: what has failed before says more about that. */
async function lookAfter(opened: OpenWorkspace, located: LocatedDatabase): Promise<Standing | null> {
  try {
    return await readStanding(opened, located);
  } catch (error) {
    if (error instanceof OrchestrateError) return null;
    throw error;
  }
}

/** The folder that a backup would go to; null where none would be made. */
function plannedBackup({ backup }: AutoMigrateOptions, { workspace: { config, root } }: OpenWorkspace): string | null {
  const { enabled, location } = config.backup;
  return (backup ?? enabled) ? path.resolve(root, location) : null;
}

function toData({ code, kind, message, fix, meta }: OrchestrateError): AutoMigrateError {
  return { code, kind, message, fix, meta };
}
