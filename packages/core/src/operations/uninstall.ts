import path from 'node:path';
import type { HistoryTable } from '../database/database.js';
import { CORE, EXTENSION_NAME } from '../extension.js';
import { asOperation } from './run/as-operation.js';
import { OpenConnection } from './run/open-connection.js';
import { locateDatabase } from './run/open-database.js';
import { openOrCreate } from './run/open-or-create.js';
import { openWorkspace } from './run/open-workspace.js';
import type { RunOptions } from './run-options.js';
import type { BackupFormat } from './uninstall/backup/save-rows.js';
import type { DecidedUninstall } from './uninstall/decide-uninstall.js';
import { decideUninstall } from './uninstall/decide-uninstall.js';
import { leftToDo } from './uninstall/left-to-do.js';
import { changedMeanwhile, coreStays, unknownExtension, withoutConsent } from './uninstall/uninstall-errors.js';
import type { UninstallPreview } from './uninstall/uninstall-preview.js';

export { describePreview as describeUninstall } from './uninstall/uninstall-preview.js';

/** What {@link uninstall} takes. */
export interface UninstallOptions extends RunOptions {
  /** By name; its code need not be there any more. */
  readonly extension: string;
  /** Saves the rows of the tables before they are dropped. */
  readonly backup?:
    | {
        /** `sql`: a script that puts them back; `csv`: a file for each table. */
        readonly format: BackupFormat;
        /** Where their folder goes, `backups` unless given; relative to the workspace root. */
        readonly directory?: string | undefined;
      }
    | undefined;
  /** Shows what would go and changes nothing. */
  readonly dryRun?: boolean | undefined;
  /** Consent, given beforehand. */
  readonly allowDestructive?: boolean | undefined;
  /** Asks for consent; not called where `allowDestructive` is set. */
  readonly confirm?: ((preview: UninstallPreview) => Promise<boolean>) | undefined;
}

/** What {@link uninstall} did, or would do. */
export interface UninstallResult extends UninstallPreview {
  readonly dryRun: boolean;
  /** The database, without secrets. */
  readonly database: string;
  /** `absent`: it has no history in this database, so there was nothing to do in it. */
  readonly state: 'uninstalled' | 'absent';
  /** Null where nothing was to be saved. */
  readonly backup: {
    readonly format: BackupFormat;
    /** Absolute. */
    readonly directory: string;
    readonly files: readonly string[];
    readonly rows: number;
  } | null;
  /** What is left to a person, a sentence each. */
  readonly leftToDo: readonly string[];
}

/**
 * Takes an extension out of a database: reverts all its revisions, last first, and drops its history table. Refused as
 * long as anything else depends on it. Works without its code too, with the down scripts that the history keeps.
 *
 * @throws OrchestrateError `UNINSTALL.BLOCKED` naming what depends on it, `UNINSTALL.DESTRUCTIVE` (kind `consent`),
 * `UNINSTALL.NO_DOWN_SCRIPT`, `UNINSTALL.UNKNOWN`, `UNINSTALL.BACKUP_FAILED`, `DOWNGRADE.REVISION_FAILED`,
 * `LOCK.TIMEOUT`, `HISTORY.*`, `DATABASE.*`, `CONFIG.*`
 *
 * @example
 * ```ts
 * const { tables } = await uninstall({ cwd: process.cwd(), extension: 'blog', allowDestructive: true });
 * for (const { table, rows } of tables) console.log(table, rows); // Post 1
 * ```
 */
export function uninstall(options: UninstallOptions): Promise<UninstallResult> {
  return asOperation(options, uninstallExtension);
}

async function uninstallExtension(options: UninstallOptions): Promise<UninstallResult> {
  const { extension, backup, dryRun = false } = options;
  if (extension === CORE) throw coreStays();
  const opened = await openWorkspace(options);
  const { workspace } = opened;
  const command = options.command ?? `orchestrate uninstall ${extension}`;
  const { driver, url, target } = await locateDatabase(workspace, { ...options, command });
  if (!EXTENSION_NAME.test(extension)) {
    const names = workspace.extensions.map(({ name }) => name).filter((name) => name !== CORE);
    throw unknownExtension(extension, { names, renamed: [], database: url.display });
  }
  await using open = new OpenConnection(
    await openOrCreate({ driver, target, options, isOnlyAsked: true, command: null }),
  );
  const decide = (): Promise<DecidedUninstall> =>
    decideUninstall({ database: open.database, driver, open: opened, extension });

  const shown = await decide();
  const result = { dryRun, database: url.display, leftToDo: leftToDo(workspace, extension) };
  const undone = { ...result, ...shown.preview, backup: null };
  if (shown.own === null) return { ...undone, state: 'absent' };
  if (dryRun) return { ...undone, state: 'uninstalled' };
  if (options.allowDestructive !== true && !((await options.confirm?.(shown.preview)) ?? false)) {
    throw withoutConsent(shown.preview);
  }
  await open.forWriting();
  const { runUninstall } = await import('./uninstall/run-uninstall.js');
  const { decided, saved } = await runUninstall({
    database: open.database,
    driver,
    workspace,
    extension,
    decide: async () => {
      const decided = await decide();
      if (options.allowDestructive !== true && hasGrown(shown, decided)) throw changedMeanwhile(extension);
      return decided;
    },
    backup:
      backup === undefined
        ? null
        : { format: backup.format, parent: path.resolve(workspace.root, backup.directory ?? 'backups') },
    options,
    command,
  });
  return { ...result, ...decided.preview, backup: saved, state: decided.own === null ? 'absent' : 'uninstalled' };
}

/** Whether more would go than was agreed to. Rows may have come to tables that had some already. */
function hasGrown(shown: DecidedUninstall, decided: DecidedUninstall): boolean {
  const known = thingsOf(shown);
  return [...thingsOf(decided)].some((thing) => !known.has(thing));
}

function thingsOf({ own, preview }: DecidedUninstall): ReadonlySet<string> {
  const { revisions, tables, objects, losses } = preview;
  const things: readonly (readonly (string | boolean | HistoryTable | null)[])[] = [
    ['history', own],
    ...revisions.map(({ revision, script }) => [revision, script]),
    ...tables.map(({ table, rows, isAtLeast }) => ['table', table, rows > 0 || isAtLeast]),
    ...objects.map(({ kind, name }) => ['object', kind, name]),
    ...losses.map(({ kind, table, column }) => [kind, table, column]),
  ];
  return new Set(things.map((thing) => JSON.stringify(thing)));
}
