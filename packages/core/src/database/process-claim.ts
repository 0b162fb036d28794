import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { isAlive } from '../workspace/is-alive.js';

/** Which process something belongs to. A number alone would be in use again some day. */
export interface ProcessClaim {
  /** Of the machine since it was started, or of the container: where the number means this process. */
  readonly host: string;
  readonly pid: number;
  /** When it began, as the system counts; empty where the system does not say. */
  readonly start: string;
}

/** The claim of this process. */
export function ownClaim(): ProcessClaim {
  return { host: hostTag(), pid: process.pid, start: startOf(process.pid) };
}

/** What is to be said of a process: it is there, it is gone, or it cannot be asked for from here. */
export function fateOf({ host, pid, start }: ProcessClaim): 'alive' | 'gone' | 'unknown' {
  if (host !== hostTag()) return 'unknown';
  if (!isAlive(pid)) return 'gone';
  return start === startOf(pid) ? 'alive' : 'gone';
}

function hostTag(): string {
  const parts = [
    hostname(),
    textOf(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
    textOf(() => readlinkSync('/proc/self/ns/pid')),
  ];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 8);
}

/** The 22nd value of what Linux says of a process; its name, in parentheses, may hold anything. */
function startOf(pid: number): string {
  const text = textOf(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

// Only Linux has these; elsewhere the number has to do.
function textOf(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
