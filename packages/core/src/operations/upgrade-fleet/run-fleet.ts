import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Driver } from '../../database/database.js';
import type { OnEvent, OrchestrateEvent } from '../../events.js';
import type { RevisionId } from '../../revisions/revision.js';
import { composeWorkspace } from '../run/assert-tables-absent.js';
import { isInterrupted } from '../run/is-interrupted.js';
import type { MigrationResult, PreparedRun } from '../run/migrate.js';
import { migrate } from '../run/migrate.js';
import { targetOf } from '../run/open-database.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import { planOfUpgrade } from '../run/plan-of-upgrade.js';
import type { UpgradeFleetOptions } from '../upgrade-fleet.js';
import { FleetCount } from './fleet-count.js';
import type { FleetEntry } from './fleet-entry.js';
import { fleetErrorOf } from './fleet-entry.js';
import type { FleetMember } from './fleet-members.js';
import { runLanes } from './run-lanes.js';

/** Why databases were left out. */
export type FleetStop = 'error' | 'canary' | 'interrupted';

/** What {@link runFleet} works on. */
export interface FleetParts {
  readonly members: readonly FleetMember[];
  readonly opened: OpenWorkspace;
  readonly driver: Driver;
  /** Without what narrows the fleet. */
  readonly command: string;
  readonly options: UpgradeFleetOptions;
}

/** A fleet run that is over. */
export interface FinishedFleet {
  /** As the members are ordered. */
  readonly entries: readonly FleetEntry[];
  readonly stopped: FleetStop | null;
}

/** Upgrades each member, several at a time, and goes on or stops as the options say. Nothing is thrown for a database. */
export async function runFleet({ members, opened, driver, command, options }: FleetParts): Promise<FinishedFleet> {
  const { concurrency = driver.fleetConcurrency, canary = 0, onError = 'continue', signal } = options;
  const { workspace } = opened;
  const entries = new Map<FleetMember, FleetEntry>();
  const count = new FleetCount(members.length);
  const emit = withoutRepetition(options.onEvent);
  const shared = { steps: new Map(), compose: once(() => composeWorkspace(workspace)) } as const;
  let stopped: FleetStop | null = null;

  const runMember = async (member: FleetMember): Promise<void> => {
    if (await isInterrupted(signal)) stopped ??= 'interrupted';
    if (stopped !== null) return;
    const { name } = member;
    emit({ kind: 'database-started', database: name, fleet: count.started() });
    const entry = await upgradeMember(member);
    entries.set(member, entry);
    const { outcome, revisions, durationMs, error } = entry;
    const fleet = count.finished(outcome);
    const failure = error === null ? null : { code: error.code, message: error.message };
    const about = { outcome, revisions: revisions.length, durationMs: durationMs ?? 0, failure };
    emit({ kind: 'database-finished', database: name, ...about, fleet });
    if (outcome === 'failed' && onError === 'stop') stopped ??= 'error';
  };

  const upgradeMember = async (member: FleetMember): Promise<FleetEntry> => {
    const { name, url } = member;
    const startedAt = performance.now();
    const applied: RevisionId[] = [];
    const onEvent = (event: OrchestrateEvent): void => {
      if (event.kind === 'revision-finished') applied.push(event.revision);
      emit({ kind: 'in-database', database: name, event });
    };
    const prepared: PreparedRun = {
      ...shared,
      opened: { ...opened, workspace: { ...workspace, config: withOwnBackups(workspace.config, name) } },
      located: {
        driver,
        url,
        target: targetOf(url, workspace, { command, environment: options.environment, onEvent }),
      },
      needsConsentToCreate: true,
    };
    const { databases: _, ...inherited } = options;
    // For hooks; everything else has been read.
    const environment = { ...(options.environment ?? process.env), ORCHESTRATE_DATABASE: name, DATABASE_URL: url.url };
    const run = { ...inherited, environment, command, onEvent, confirmCreation: undefined };
    const plan = planOfUpgrade({ ...options, retry: command });
    const about = { name, database: url.display };
    try {
      const result = await migrate({ direction: 'upgrade', options: run, plan, prepared });
      return { ...about, ...outcomeOf(result), durationMs: performance.now() - startedAt, error: null };
    } catch (thrown) {
      const error = fleetErrorOf(thrown);
      const outcome = error.kind === 'interrupted' ? 'interrupted' : 'failed';
      const revisions = options.tx === 'all' ? [] : applied;
      return { ...about, outcome, revisions, durationMs: performance.now() - startedAt, error };
    }
  };

  const run = { laneOf: ({ identity }: FleetMember) => identity.lock, concurrency, run: runMember };
  await runLanes(members.slice(0, canary), run);
  if (canary > 0 && [...entries.values()].some(({ outcome }) => outcome === 'failed')) stopped ??= 'canary';
  await runLanes(members.slice(canary), run);
  // The signal may have come while the last ones ran.
  const isCut = [...entries.values()].some(({ outcome }) => outcome === 'interrupted');
  return {
    entries: members.map((member) => entries.get(member) ?? notStarted(member)),
    stopped: isCut ? 'interrupted' : stopped,
  };
}

function outcomeOf({ dryRun, revisions }: MigrationResult): Pick<FleetEntry, 'outcome' | 'revisions'> {
  const changed = dryRun ? 'pending' : 'upgraded';
  return {
    outcome: revisions.length === 0 ? 'up-to-date' : changed,
    revisions: revisions.map(({ revision }) => revision),
  };
}

function notStarted({ name, url }: FleetMember): FleetEntry {
  return { name, database: url.display, outcome: 'not-started', revisions: [], durationMs: null, error: null };
}

/** In one folder, the backups of one database would push out those of the others. */
function withOwnBackups(config: OpenWorkspace['workspace']['config'], name: string): typeof config {
  const location = path.posix.join(config.backup.location, folderName(name));
  return { ...config, backup: { ...config.backup, location } };
}

/** The name, where it can be that of a folder on every system; else what is left of it, made unique. */
function folderName(name: string): string {
  if (/^[a-z0-9][a-z0-9_-]{0,63}$/.test(name)) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 48)}-${digest}`;
}

/** A warning about the workspace would come once for each database. */
function withoutRepetition(onEvent: OnEvent | undefined): OnEvent {
  const warned = new Set<string>();
  return (event) => {
    if (event.kind === 'in-database' && event.event.kind === 'warning') {
      const { code, message } = event.event;
      const text = `${code} ${message}`;
      if (warned.has(text)) return;
      warned.add(text);
    }
    onEvent?.(event);
  };
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}
