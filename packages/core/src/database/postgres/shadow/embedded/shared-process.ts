import { execFile, spawn } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { errorCode } from '../../../../config/read-text-file.js';
import { embeddedFailed } from './embedded-errors.js';
import { answers, SOCKET_PORT } from './run-folder.js';
import { serverEnvironment } from './server-environment.js';
import {
  FINISH,
  READY,
  type ServerLoad,
  type ServerProcessOptions,
  START_TIMEOUT_MS,
  serverSettings,
} from './server-process.js';

const POLL_MS = 10;

/** Enough for the pools of a test runner's workers; a test that makes very many tables in one transaction may want more. */
const MANY: ServerLoad = { connections: 300, locks: 256 };

/**
 * Stays beside the server for as long as somebody has the pipe `alive` open for writing, which the system closes when a
 * process ends, however it ends. Whoever opens it writes a line, so that who came and went between two looks counts too.
 * In the end the pipe is removed first: who has opened it until then is waited for, and later ones find none.
 */
const GUARD = `
folder=$1
linger=$2
shift 2
exec 3<>"$folder/alive" 4<"$folder/alive" 3>&-
"$@" </dev/null >"$folder/log" 2>&1 4<&- &
server=$!
exec >/dev/null 2>&1
${FINISH}trap finish INT TERM
trap '' HUP
idle=0
while [ "$idle" -lt "$linger" ] && kill -0 "$server"; do
  if read -r _ <&4; then idle=0; else idle=$((idle + 1)); sleep 1; fi
done
rm -f "$folder/alive"
while read -r _ <&4; do :; done
finish
`;

/** A hold on a shared server. */
export interface Hold {
  /** Doing so twice does no harm. */
  release(): void;
}

/**
 * Starts a server that outlives this process where others hold it.
 *
 * @param lingerS how long it waits for somebody to come once the last has gone
 */
export async function startSharedServer(options: ServerProcessOptions, lingerS: number): Promise<Hold> {
  const { runFolder, user, signal } = options;
  const pipe = path.join(runFolder, 'alive');
  await promisify(execFile)('mkfifo', ['-m', '600', pipe], { ...user, cwd: '/' });
  // For reading too, as nobody else does yet.
  const first = openSync(pipe, constants.O_RDWR);
  try {
    const ended = spawnGuarded(options, lingerS);
    await untilReady(runFolder, { ended, signal });
    const hold = await holdServer(runFolder);
    if (hold === null) throw embeddedFailed('ended as soon as it was there', readLog(runFolder));
    return hold;
  } finally {
    closeSync(first);
  }
}

/** Takes a hold on the server of a folder; null where it is no longer there. */
export async function holdServer(runFolder: string): Promise<Hold | null> {
  let pipe: number;
  try {
    pipe = openSync(path.join(runFolder, 'alive'), constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    // ENXIO: nobody reads it any more.
    if (['ENOENT', 'ENXIO', 'ENOTDIR', 'EACCES'].includes(errorCode(error) ?? '')) return null;
    throw error;
  }
  let isHeld = true;
  const release = (): void => {
    if (isHeld) closeSync(pipe);
    isHeld = false;
  };
  try {
    writeSync(pipe, '\n');
    if (await answers(path.join(runFolder, `.s.PGSQL.${SOCKET_PORT}`))) return { release };
  } catch {
    // The guard has gone in this moment.
  }
  release();
  return null;
}

/** @returns whether it has ended, and why it never began */
function spawnGuarded({ binaries, libraries, user, runFolder }: ServerProcessOptions, lingerS: number): () => unknown {
  const server = [
    binaries.postgres,
    ...['-D', path.join(runFolder, 'data'), '-p', String(SOCKET_PORT)],
    // Statements of tests may fail as they like: what is wrong with the server itself is told.
    ...[...serverSettings(binaries, { socketFolder: runFolder, ...MANY }), 'log_min_messages=log'].flatMap((each) => [
      '-c',
      each,
    ]),
  ];
  const child = spawn('/bin/sh', ['-c', GUARD, 'guard', runFolder, String(lingerS), ...server], {
    ...user,
    cwd: '/',
    env: serverEnvironment(libraries),
    stdio: 'ignore',
    detached: true,
  });
  let end: unknown = null;
  child.once('exit', () => {
    end ??= true;
  });
  child.once('error', (error) => {
    end ??= error;
  });
  child.unref();
  return () => end;
}

async function untilReady(
  runFolder: string,
  { ended, signal }: { readonly ended: () => unknown; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    signal?.throwIfAborted();
    const log = readLog(runFolder);
    if (log.includes(READY)) return;
    if (/\bFATAL:/.test(log) || ended() !== null)
      throw embeddedFailed('ended before it accepted connections', log, ended());
    if (Date.now() >= deadline)
      throw embeddedFailed(`did not accept connections within ${START_TIMEOUT_MS / 1000} s`, log);
    await delay(POLL_MS);
  }
}

function readLog(runFolder: string): string {
  try {
    return readFileSync(path.join(runFolder, 'log'), 'utf8');
  } catch {
    // It is not there before the guard is.
    return '';
  }
}
