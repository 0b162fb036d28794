import { createHash } from 'node:crypto';
import { chownSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { createConnection } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { isAlive } from '../../../../workspace/is-alive.js';
import type { ServerUser } from './server-user.js';

const PREFIX = 'orchestrate-pg-';
/** Host, process, and what mkdtemp adds. */
const NAME = /^orchestrate-pg-([0-9a-z]{4})-([0-9a-z]+)-\w{6}$/;
const DAY_MS = 24 * 60 * 60 * 1000;
/** A Unix socket's path may have 103 bytes on macOS, 107 on Linux; what a run's folder adds takes the rest. */
const LONGEST_BASE = 60;

/** The port that names the socket of a server which listens to nothing else. */
export const SOCKET_PORT = 5432;

/** Makes a private folder for one server. Its name says which process of which machine it belongs to. */
export function makeRunFolder(owner: ServerUser | null): string {
  const folder = mkdtempSync(path.join(runBase(), `${PREFIX}${hostTag()}-${process.pid.toString(36)}-`));
  if (owner !== null) chownSync(folder, owner.uid, owner.gid);
  return folder;
}

/** Where run folders are made. */
export function runBase(): string {
  if (process.platform === 'win32') return tmpdir();
  // Another user must reach it, and TMPDIR may be root's own.
  if (process.getuid?.() === 0) return '/tmp';
  const base = realpathSync(tmpdir());
  return Buffer.byteLength(base) > LONGEST_BASE ? '/tmp' : base;
}

/** Removes folders that killed runs left, and gives their names. */
export async function pruneRunFolders(): Promise<readonly string[]> {
  const pruned: string[] = [];
  for (const folder of await listLeftRunFolders()) {
    try {
      rmSync(folder, { recursive: true, force: true });
      pruned.push(path.basename(folder));
    } catch {
      // Another user's, or another run is at it as well.
    }
  }
  return pruned;
}

/** The folders that killed runs left, absolute. */
export async function listLeftRunFolders(): Promise<readonly string[]> {
  const base = runBase();
  const folders = readdirSync(base)
    .filter((name) => NAME.test(name))
    .map((name) => path.join(base, name));
  const left = await Promise.all(folders.map(isLeftOver));
  return folders.filter((_folder, at) => left[at]);
}

async function isLeftOver(folder: string): Promise<boolean> {
  const [, host, pid] = NAME.exec(path.basename(folder)) ?? [];
  // A process of another machine, or of another container, cannot be asked for; nor is a number that is in use again an answer.
  if ((host !== hostTag() || isAlive(Number.parseInt(pid ?? '', 36))) && ageOf(folder) < DAY_MS) return false;
  return !(await answers(path.join(folder, `.s.PGSQL.${SOCKET_PORT}`)));
}

function hostTag(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 4);
}

function ageOf(folder: string): number {
  try {
    return Date.now() - statSync(folder).mtimeMs;
  } catch {
    return 0;
  }
}

/** Whether somebody listens to a socket. */
export function answers(socketFile: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(socketFile);
    const end = (isAnswered: boolean): void => {
      socket.destroy();
      resolve(isAnswered);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}
