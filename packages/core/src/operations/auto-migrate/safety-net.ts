import path from 'node:path';
import type { WriteWatch } from '../../database/backups.js';
import type { Database } from '../../database/database.js';
import { messageOf, OrchestrateError } from '../../errors.js';
import { shellWord } from '../../shell-word.js';
import { backUp } from '../backup/back-up.js';
import type { DescribedBackup } from '../backup/backup-file.js';
import { restoreBackup } from '../backup/restore-backup.js';
import { rotateBackups } from '../backup/rotate-backups.js';
import { readAppliedState } from '../run/applied-state.js';
import type { FinishedStep } from '../run/apply-steps.js';
import type { AttendedRun } from '../run/migrate.js';
import { unfitForOneTransaction } from '../run/one-transaction.js';
import type { LocatedDatabase } from '../run/open-database.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import { stepFailedBeforeRestore } from '../run/run-errors.js';
import { parseStepProgress } from '../run/step-progress.js';
import type { RunOptions } from '../run-options.js';
import { notVerified, writtenMeanwhile } from './auto-migrate-errors.js';
import { keepAfterFailure } from './keep-after-failure.js';
import type { Recovery } from './recovery.js';

/** What a {@link SafetyNet} works with. */
export interface SafetyNetParts {
  readonly opened: OpenWorkspace;
  readonly located: LocatedDatabase;
  /** Whether to back up; as the policy says where it is undefined. */
  readonly backup: boolean | undefined;
  /** What is one transaction, where that can be. */
  readonly tx: 'all' | 'revision';
  readonly command: string;
  readonly run: Pick<RunOptions, 'onEvent' | 'signal' | 'lockTimeoutMs'>;
}

/**
 * Runs the steps of an upgrade so that a failure leaves the database as it was before, wherever that can be had without
 * losing what others wrote: in one transaction where one can hold all steps, else from a backup.
 */
export class SafetyNet {
  readonly #parts: SafetyNetParts;
  /** Of the backup; null as long as there is none. */
  backupPath: string | null = null;
  /** What became of the database; null as long as nothing has failed. */
  recovery: Recovery | null = null;
  /** Whether the steps are through. */
  isThrough = false;

  constructor(parts: SafetyNetParts) {
    this.#parts = parts;
  }

  async attend(run: AttendedRun): Promise<readonly FinishedStep[]> {
    const { database, steps, rows, apply } = run;
    this.recovery = { kind: 'unchanged', why: null, restoreError: null };
    // First: looking for what is broken makes a database of an empty file.
    const isBackedUp = await this.#wantsBackup(database);
    const brokenBefore = await database.findBroken();
    const fitsOne = this.#parts.tx === 'all' && unfitForOneTransaction(steps, rows) === null;
    // A transaction takes everything back by itself, and that costs less than a look at who else is there.
    const watch = fitsOne || !isBackedUp ? null : await database.watchWrites({ backups: 1 });
    const made = isBackedUp ? await this.#backUp(database) : null;
    const verify = (): Promise<void> => this.#verify(run, brokenBefore);
    let finished: readonly FinishedStep[];
    try {
      finished = fitsOne ? await this.#applyAsOne(run, verify) : await apply('revision').then(verified(verify));
    } catch (error) {
      if (this.recovery?.kind !== 'rolled-back') this.recovery = await this.#recover(error, { run, made, watch });
      if (made !== null) this.backupPath = keepAfterFailure(made);
      const isRestored = this.recovery.kind === 'restored' && error instanceof OrchestrateError;
      throw isRestored ? stepFailedBeforeRestore(error) : error;
    }
    this.recovery = null;
    this.isThrough = true;
    if (made !== null) this.#rotate(made);
    return finished;
  }

  /** What is wrong with the older ones is nothing that the application has to wait for. */
  #rotate(made: DescribedBackup): void {
    const { opened, run } = this.#parts;
    try {
      rotateBackups({ directory: path.dirname(made.file), made, keepCount: opened.workspace.config.backup.keepCount });
    } catch (error) {
      run.onEvent?.({
        kind: 'warning',
        code: 'START.BACKUPS_STAY',
        message: `Older backups could not be removed: ${messageOf(error)}`,
        fix: `Let this user write to ${path.dirname(made.file)}; the next backup removes them.`,
      });
    }
  }

  async #applyAsOne({ apply }: AttendedRun, verify: () => Promise<void>): Promise<readonly FinishedStep[]> {
    try {
      return await apply('all', verify);
    } catch (error) {
      const code = error instanceof OrchestrateError ? error.meta['databaseCode'] : null;
      const { driver } = this.#parts.located;
      if (!driver.isOfSharedTransaction(typeof code === 'string' ? code : null)) {
        this.recovery = { kind: 'rolled-back', why: null, restoreError: null };
        throw error;
      }
    }
    return apply('revision').then(verified(verify));
  }

  async #wantsBackup(database: Database): Promise<boolean> {
    const isWanted = this.#parts.backup ?? this.#parts.opened.workspace.config.backup.enabled;
    return isWanted && (await database.readSize()) > 0;
  }

  async #backUp(database: Database): Promise<DescribedBackup> {
    const { opened, run } = this.#parts;
    run.onEvent?.({ kind: 'step', message: 'Backing up the database' });
    const { backup } = await backUp({
      database,
      workspace: opened.workspace,
      now: new Date(),
      // The older ones go when the upgrade is through.
      keepCount: Number.POSITIVE_INFINITY,
      onEvent: run.onEvent,
      signal: run.signal,
    });
    this.backupPath = backup.file;
    return backup;
  }

  /** @throws OrchestrateError `START.NOT_VERIFIED` */
  async #verify({ database, steps }: AttendedRun, brokenBefore: string | null): Promise<void> {
    const { applied, problems, halfDone } = await readAppliedState({ database, open: this.#parts.opened });
    const missing = steps.map(({ revision }) => revision.id).find((id) => !applied.has(id));
    if (missing !== undefined) throw notVerified(`${missing} ran and is not recorded.`);
    const [odd] = [...problems.map(({ id }) => id), ...halfDone.keys()];
    if (odd !== undefined) throw notVerified(`what is recorded of ${odd} does not fit its revision.`);
    const broken = await database.findBroken();
    if (broken !== null && broken !== brokenBefore) throw notVerified(broken);
  }

  async #recover(error: unknown, { run, made, watch }: Fallen): Promise<Recovery> {
    const kept = (why: string, restoreError: OrchestrateError | null = null): Recovery => ({
      kind: 'kept',
      why: made === null ? why : `${why} By hand: orchestrate restore ${shellWord(made.file)}`,
      restoreError,
    });
    if (!(await this.#hasChanged(run))) return { kind: 'unchanged', why: null, restoreError: null };
    if (error instanceof OrchestrateError && error.kind === 'interrupted') {
      return kept('What was complete when it was interrupted stays; the next run goes on from there.');
    }
    if (made === null) return kept('No backup was made that it could be restored from.');
    if (watch === null || (await watch.mayOthersHaveWritten())) return kept(writtenMeanwhile().message);
    try {
      await this.#restore(made, { run, watch });
      return { kind: 'restored', why: null, restoreError: null };
    } catch (failure) {
      if (!(failure instanceof OrchestrateError)) throw failure;
      return kept(`It could not be restored: ${messageOf(failure)}`, failure);
    }
  }

  /** Whether the run has left anything else in the database than the record of its failure. */
  async #hasChanged({ database, rows }: AttendedRun): Promise<boolean> {
    try {
      const now = await readAppliedState({ database, open: this.#parts.opened });
      return progressOf(now.rows) !== progressOf(rows);
    } catch {
      return true;
    }
  }

  async #restore(
    backup: DescribedBackup,
    { run: { database }, watch }: { readonly run: AttendedRun; readonly watch: WriteWatch },
  ): Promise<void> {
    const { opened, located, command, run } = this.#parts;
    run.onEvent?.({ kind: 'step', message: 'Restoring the database as it was' });
    await restoreBackup({
      opened,
      driver: located.driver,
      target: { ...located.target, mode: 'write' },
      backup,
      purpose: 'replace',
      now: new Date(),
      // What goes is what this run has left half done, and nothing else: that is proved.
      dropReplaced: true,
      command,
      held: database,
      beforeReplacing: async () => {
        if (await watch.mayOthersHaveWritten()) throw writtenMeanwhile();
      },
      run,
    });
  }
}

interface Fallen {
  readonly run: AttendedRun;
  readonly made: DescribedBackup | null;
  readonly watch: WriteWatch | null;
}

function verified(verify: () => Promise<void>): <Result>(result: Result) => Promise<Result> {
  return async (result) => {
    await verify();
    return result;
  };
}

/** Which revisions are through, and how far those are that stopped half-way. */
function progressOf(rows: AttendedRun['rows']): string {
  const standing = rows
    .filter(({ rolledBackAt }) => rolledBackAt === null)
    .map(({ extension, name, finishedAt, logs }) => {
      const done = finishedAt === null ? (parseStepProgress(logs)?.done ?? 0) : 'finished';
      return `${extension}/${name} ${done}`;
    })
    .filter((each) => !each.endsWith(' 0'));
  return standing.sort().join('\n');
}
