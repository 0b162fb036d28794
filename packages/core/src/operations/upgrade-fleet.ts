import { resolveDatabaseUrl } from '../config/database-url.js';
import { driverFor } from '../database/driver-for.js';
import { shellWord } from '../shell-word.js';
import { asOperation } from './run/as-operation.js';
import { readDatasourceOf } from './run/datasource-of.js';
import type { TransactionMode } from './run/migration-step.js';
import { openSoundWorkspace } from './run/open-workspace.js';
import { selectExtension } from './run/select-extension.js';
import type { RunOptions } from './run-options.js';
import type { Selection } from './upgrade.js';
import type { FleetEntry } from './upgrade-fleet/fleet-entry.js';
import { badFleetOption, unknownDatabases } from './upgrade-fleet/fleet-errors.js';
import type { FleetMember } from './upgrade-fleet/fleet-members.js';
import { fleetMembers } from './upgrade-fleet/fleet-members.js';
import type { FleetSource } from './upgrade-fleet/fleet-source.js';
import { readFleetList } from './upgrade-fleet/read-fleet-list.js';
import type { FleetStop } from './upgrade-fleet/run-fleet.js';
import { runFleet } from './upgrade-fleet/run-fleet.js';
import type { Shard } from './upgrade-fleet/shard.js';
import { assertShard, shardOf } from './upgrade-fleet/shard.js';

/** What {@link upgradeFleet} takes. */
export interface UpgradeFleetOptions extends Omit<RunOptions, 'databaseUrl' | 'confirmCreation'> {
  readonly selection: Selection;
  /** As for `upgrade`; `head` unless given. */
  readonly target?: string | undefined;
  /** As for `upgrade`, of each database. */
  readonly tx?: TransactionMode | undefined;
  /** Plans for every database and touches none. */
  readonly dryRun?: boolean | undefined;
  readonly databases: FleetSource;
  /** On how many databases to work at once; 4 SQLite files and 8 PostgreSQL databases unless given. */
  readonly concurrency?: number | undefined;
  /** Only this part of the fleet. Databases that share a lock (schemas of one database) are in the same one. */
  readonly shard?: Shard | undefined;
  /** Only the databases of these names. */
  readonly only?: readonly string[] | undefined;
  /** So many databases first, and the others only where none of those fails; 0 unless given. */
  readonly canary?: number | undefined;
  /** After a failure: `continue` (the default), or `stop`, which begins no other database. */
  readonly onError?: 'continue' | 'stop' | undefined;
}

/** How many databases ended how. */
export interface FleetTotals {
  readonly databases: number;
  readonly upgraded: number;
  readonly upToDate: number;
  readonly pending: number;
  readonly failed: number;
  readonly interrupted: number;
  readonly notStarted: number;
  /** Revisions that were applied, or in a dry run would be, of all databases together. */
  readonly revisions: number;
}

/** What {@link upgradeFleet} did. */
export interface FleetResult {
  readonly dryRun: boolean;
  /** Null where the fleet was not split. */
  readonly shard: Shard | null;
  /** Why databases were left out: after an error, after one among the first, by the signal; null where none was. */
  readonly stopped: FleetStop | null;
  readonly totals: FleetTotals;
  /** Each database of the run, in the order of the list. */
  readonly databases: readonly FleetEntry[];
  /** The command that does what is left: for some databases by name, for many as before; null where nothing is left. */
  readonly retry: string | null;
}

/** More names make no command that anyone reads, and those that are done cost little the second time. */
const NAMES_IN_RETRY = 20;

/**
 * Applies the pending revisions to many databases. The workspace and the scripts are read once; each database has its
 * own lock and its own history, so a run that was ended can be started again and does what is left, and other runs may
 * go on beside it. A database that cannot be upgraded has its error in its entry of the result, and the others go on.
 *
 * @throws OrchestrateError `FLEET.*` when the list cannot be used, and what is wrong with the workspace; before anything
 * is run, and never because of a database
 *
 * @example
 * ```ts
 * const { databases } = await upgradeFleet({
 *   cwd: process.cwd(),
 *   selection: { kind: 'all' },
 *   databases: [{ name: 'acme', url: 'file:./tenants/acme.db' }],
 *   createDatabase: true,
 * });
 * for (const { name, error } of databases) if (error !== null) console.error(name, error.message, error.fix);
 * ```
 */
export function upgradeFleet(options: UpgradeFleetOptions): Promise<FleetResult> {
  return asOperation(options, upgradeAll);
}

async function upgradeAll(options: UpgradeFleetOptions): Promise<FleetResult> {
  const { cwd, selection, databases, shard, only, dryRun = false, command = 'orchestrate upgrade' } = options;
  assertCount('concurrency', options.concurrency, 1);
  assertCount('canary', options.canary, 0);
  if (shard !== undefined) assertShard(shard);
  const opened = await openSoundWorkspace(options, 'Cannot upgrade');
  const { workspace } = opened;
  if (selection.kind === 'extension') selectExtension(workspace, selection.name);
  const { config, prismaConfig, environment, root } = workspace;
  const { provider } = await readDatasourceOf(workspace);
  const driver = await driverFor(provider);
  const list = await readFleetList(databases, { cwd, environment });
  const all = fleetMembers(list, {
    driver,
    environment: options.environment,
    resolveUrl: (listed) => resolveDatabaseUrl({ listed, config, prismaConfig, environment, provider, root }),
  });
  const members = inShard(named(all, only), shard);
  const { entries, stopped } = await runFleet({ members, opened, driver, command, options });
  const left = entries.filter(({ outcome }) => !['upgraded', 'up-to-date', 'pending'].includes(outcome));
  return {
    dryRun,
    shard: shard ?? null,
    stopped,
    totals: totalsOf(entries),
    databases: entries,
    retry: left.length === 0 ? null : retryOf(left, command),
  };
}

function named(members: readonly FleetMember[], only: readonly string[] | undefined): readonly FleetMember[] {
  if (only === undefined) return members;
  const wanted = new Set(only);
  const names = members.map(({ name }) => name);
  const unknown = [...wanted].filter((name) => !names.includes(name));
  if (unknown.length > 0) throw unknownDatabases(unknown, names);
  return members.filter(({ name }) => wanted.has(name));
}

function inShard(members: readonly FleetMember[], shard: Shard | undefined): readonly FleetMember[] {
  if (shard === undefined) return members;
  return members.filter(({ identity }) => shardOf(identity.address, shard.count) === shard.index);
}

function totalsOf(entries: readonly FleetEntry[]): FleetTotals {
  const having = (wanted: FleetEntry['outcome']): number => entries.filter(({ outcome }) => outcome === wanted).length;
  return {
    databases: entries.length,
    upgraded: having('upgraded'),
    upToDate: having('up-to-date'),
    pending: having('pending'),
    failed: having('failed'),
    interrupted: having('interrupted'),
    notStarted: having('not-started'),
    revisions: entries.reduce((sum, { revisions }) => sum + revisions.length, 0),
  };
}

function retryOf(left: readonly FleetEntry[], command: string): string {
  if (left.length > NAMES_IN_RETRY) return command;
  return `${command} --only ${shellWord(left.map(({ name }) => name).join(','))}`;
}

function assertCount(name: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least)) return;
  throw badFleetOption(`${name} cannot be ${value}.`, `Give a whole number, ${least} or more.`);
}
