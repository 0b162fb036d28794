import type { FleetProgress, LockHolder, OrchestrateEvent } from '@prisma-orchestrate/core';
import { count } from '../render/count.js';
import { renderBytes } from '../render/render-bytes.js';
import { renderDuration, renderTime } from '../render/render-time.js';

/** The direction of the plan that is being run; events of single revisions do not repeat it. */
export type Direction = 'upgrade' | 'downgrade';

/** What is going on now, for a line that is overwritten; null where an event says nothing about that. */
export function describeActivity(event: OrchestrateEvent, direction: Direction): string | null {
  switch (event.kind) {
    case 'step':
      return event.message;
    case 'lock-waiting':
      return describeLock('the database', event);
    case 'client-waiting':
      return describeLock('the client', event);
    case 'replaying':
      return `Replaying revisions for ${event.extension}: ${event.done}/${event.total}`;
    case 'proving':
      return `Replaying ${event.index + 1}/${event.total} ${event.revision}`;
    case 'backing-up':
    case 'restoring':
      return describeCopying(event);
    case 'revision-started':
      return `${direction === 'upgrade' ? 'Applying' : 'Reverting'} ${event.index + 1}/${event.total} ${event.revision}`;
    case 'database-started':
      return null;
    case 'database-finished':
      return `${placeInFleet(event)}: nothing to do`;
    case 'in-database':
      return prefixed(event.database, describeActivity(event.event, direction));
    case 'plan':
    case 'warning':
    case 'hook-output':
    case 'revision-finished':
      return null;
  }
}

/** What happened, for a line that stays; null where an event is about what goes on. */
export function describeFact(event: OrchestrateEvent): string | null {
  if (event.kind === 'lock-waiting') return describeLock('the database', event);
  if (event.kind === 'client-waiting') return describeLock('the client', event);
  if (event.kind === 'warning') return `Warning: ${event.message}\nFix: ${event.fix}\n${event.code}`;
  if (event.kind === 'hook-output') return `${event.hook}: ${event.line}`;
  if (event.kind === 'in-database') {
    // What it has applied is told at its end, in one line.
    return event.event.kind === 'revision-finished' ? null : prefixed(event.database, describeFact(event.event));
  }
  if (event.kind === 'database-finished') return describeDatabase(event);
  if (event.kind !== 'revision-finished') return null;
  const { index, total, revision, action, durationMs } = event;
  return `${action} ${index + 1}/${total} ${revision} (${renderDuration(durationMs)})`;
}

type Copying = Extract<OrchestrateEvent, { kind: 'backing-up' | 'restoring' }>;

const PHASES: Readonly<Record<Copying['phase'], string>> = {
  copying: '',
  hashing: ', reading the file',
  comparing: ', reading tables',
  swapping: ', putting it in its place',
};

/** `Backing up: 34% of 1.9 GiB`. */
function describeCopying({ kind, phase, done, total }: Copying): string {
  const size = (amount: number): string => (phase === 'comparing' ? String(amount) : renderBytes(amount));
  const how = total === null || total === 0 ? size(done) : `${Math.floor((done / total) * 100)}% of ${size(total)}`;
  return `${kind === 'backing-up' ? 'Backing up' : 'Restoring'}${PHASES[phase]}: ${how}`;
}

/** How far a fleet is, for a line that is overwritten. */
export function describeFleet({ total, running, done, failed }: FleetProgress): string {
  const parts = [`${done} of ${total} done`, ...(failed === 0 ? [] : [`${failed} failed`]), `${running} running`];
  return `Databases: ${parts.join(', ')}`;
}

/** Null where nothing was to be done. */
function describeDatabase(event: Extract<OrchestrateEvent, { kind: 'database-finished' }>): string | null {
  const { outcome, revisions, durationMs, failure } = event;
  const place = placeInFleet(event);
  switch (outcome) {
    case 'failed':
      return `${place}: ${failure?.code} (${renderDuration(durationMs)})`;
    case 'interrupted':
      return `${place}: interrupted after ${count(revisions, 'revision')}`;
    case 'pending':
      return `${place}: ${count(revisions, 'revision')} pending`;
    case 'upgraded':
      return `${place}: ${count(revisions, 'revision')} (${renderDuration(durationMs)})`;
    case 'up-to-date':
    case 'not-started':
      return null;
  }
}

function placeInFleet({ database, fleet }: Extract<OrchestrateEvent, { kind: 'database-finished' }>): string {
  return `${fleet.done + fleet.failed}/${fleet.total} ${database}`;
}

function prefixed(name: string, text: string | null): string | null {
  return text === null ? null : `${name}: ${text}`;
}

interface Waiting {
  readonly holder: LockHolder;
  readonly timeoutMs: number;
}

function describeLock(what: string, { holder: { pid, host, command, since }, timeoutMs }: Waiting): string {
  const who = [
    ...(command === null ? [] : [`\`${command}\``]),
    ...(pid === null ? [] : [`process ${pid}`]),
    ...(host === null ? [] : [`on ${host}`]),
    ...(since === null ? [] : [`since ${renderTime(since)}`]),
  ];
  const user = who.length === 0 ? 'another run' : who.join(', ');
  return `Waiting up to ${renderDuration(timeoutMs)} for ${what}, which is in use by ${user}`;
}
