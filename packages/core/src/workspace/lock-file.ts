import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { errorCode, readTextFile } from '../config/read-text-file.js';
import type { OrchestrateError } from '../errors.js';
import type { LockHolder } from '../events.js';
import { isAlive } from './is-alive.js';
import { discardAbandoned, temporaryPath } from './temporary-path.js';
import { unwritable } from './write-durably.js';

/** When this process began, in milliseconds; uptime is measured by another clock, which may differ a little. */
const BEGAN_MS = Date.now() - process.uptime() * 1000 - 1_000;

const POLL_MS = 50;

/** How long what a killed run has started may go on; a process of that number is another one then. */
const ORPHAN_MS = 30_000;

/** How long a run may take from making the file to writing into it. */
const EMPTY_MS = 2_000;

/** What file systems say that have no hard links. */
const NO_LINKS: ReadonlySet<string | null> = new Set(['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP', 'EMLINK']);

/** How to wait for another run, and what to say of it. */
export interface LockFileOptions {
  /** How long at most. */
  readonly timeoutMs: number;
  /** What those are told who wait for this run. */
  readonly command?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called once, when there is someone to wait for. */
  readonly onWaiting?: ((holder: LockHolder) => void) | undefined;
  readonly busy: (holder: LockHolder) => OrchestrateError;
  readonly interrupted: () => OrchestrateError;
}

/** A lock that is held until it is disposed of. */
export interface FileLock extends Disposable {
  /** Whether another run had it when it was asked for. */
  readonly hasWaited: boolean;
  /** Makes others wait for this process too, should this run be killed while it is alive. */
  readonly includeChild: (pid: number | null) => void;
}

/**
 * Lets one run on this machine in at a time. A file that a killed run left does not count, but what that run had started
 * does, while it lasts.
 *
 * @throws OrchestrateError what `busy` and `interrupted` make, `FILE.UNWRITABLE`
 */
export async function lockFile(file: string, options: LockFileOptions): Promise<FileLock> {
  const { timeoutMs, command = '', signal, onWaiting, busy, interrupted } = options;
  const text = [process.pid, command, new Date().toISOString()].join('\n');
  let hasWaited = false;
  discardAbandoned(path.dirname(file));
  for (let waitedMs = 0; !claim(file, text); waitedMs += POLL_MS) {
    if (signal?.aborted) throw interrupted();
    const present = readTextFile(file);
    if (present !== null && isAbandoned({ present, waitedMs })) removeAbandoned(file, present);
    else if (waitedMs >= timeoutMs) throw busy(holderOf(present));
    else {
      if (!hasWaited) onWaiting?.(holderOf(present));
      hasWaited = true;
      await wait(POLL_MS);
    }
  }
  return {
    hasWaited,
    includeChild: (pid) => replace(file, pid === null ? text : `${text}\n${pid}`),
    [Symbol.dispose]: () => {
      rmSync(file, { force: true });
    },
  };
}

/** Who holds such a lock; null where nobody does, a killed run included. */
export function readLockFile(file: string): LockHolder | null {
  const present = readTextFile(file);
  return present === null || isAbandoned({ present, waitedMs: 0 }) ? null : holderOf(present);
}

interface Present {
  /** What the file says. */
  readonly present: string;
  readonly waitedMs: number;
}

/** Whether the run that made the file was killed, and nothing that it has started goes on. */
function isAbandoned({ present, waitedMs }: Present): boolean {
  // Created a moment ago, where there are no hard links.
  if (present === '') return waitedMs >= EMPTY_MS;
  const [pid, , since = '', child] = present.split('\n');
  // In a container, where numbers are few, a run often has the number of the one that was killed before it. What is held
  // since this process began is its own, be it of a worker thread or of another copy of this library.
  const isHolderAlive = Number(pid) === process.pid ? Date.parse(since) >= BEGAN_MS : isAlive(Number(pid));
  return !isHolderAlive && (child === undefined || waitedMs >= ORPHAN_MS || !isAlive(Number(child)));
}

/** Of several that see that a file is abandoned, one removes it; the others would take the lock from that one. */
function removeAbandoned(file: string, present: string): void {
  const aside = temporaryPath(path.dirname(file));
  try {
    renameSync(file, aside);
    if (readTextFile(aside) !== present) linkSync(aside, file);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'EEXIST') throw unwritable(file, error);
  } finally {
    rmSync(aside, { force: true });
  }
}

/** The file comes with its text in it: a run that is killed in between leaves none of which nobody knows whose it is. */
function claim(file: string, text: string): boolean {
  const aside = temporaryPath(path.dirname(file));
  try {
    writeFileSync(aside, text);
    linkSync(aside, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    if (NO_LINKS.has(errorCode(error))) return claimWithoutLink(file, text);
    throw unwritable(file, error);
  } finally {
    rmSync(aside, { force: true });
  }
}

function claimWithoutLink(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw unwritable(file, error);
  }
}

/** Whoever reads meanwhile sees the old text or the new one. */
function replace(file: string, text: string): void {
  const aside = temporaryPath(path.dirname(file));
  try {
    writeFileSync(aside, text);
    renameSync(aside, file);
  } catch (error) {
    rmSync(aside, { force: true });
    throw unwritable(file, error);
  }
}

function holderOf(present: string | null): LockHolder {
  const [pid, command, since] = (present ?? '').split('\n');
  const date = new Date(since ?? '');
  return {
    pid: Number(pid) || null,
    host: null,
    command: command || null,
    since: Number.isNaN(date.getTime()) ? null : date,
  };
}
