import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import path from 'node:path';
import { embeddedFailed } from './embedded-errors.js';
import type { Binaries } from './find-binaries.js';
import { serverEnvironment } from './server-environment.js';
import type { ServerUser } from './server-user.js';

export const START_TIMEOUT_MS = 60_000;
export const READY = 'database system is ready to accept connections';

/** Of the scripts of guards: ends the server at once, and removes its folder. */
export const FINISH = `finish() {
  trap '' HUP INT TERM
  kill -QUIT "$server"
  wait "$server"
  rm -rf "$folder"
  exit 0
}
`;

/**
 * Stays beside the server, and ends it when its standard input is closed: the system does that when we end, however we
 * end. It leaves its standard error to the server, so that this closes when the server has ended.
 */
const GUARD = `
folder=$1
shift
"$@" </dev/null &
server=$!
exec 2>/dev/null
${FINISH}trap finish HUP INT TERM
read -r _
finish
`;

/** What {@link startServer} takes. */
export interface ServerProcessOptions {
  readonly binaries: Binaries;
  readonly libraries: string | null;
  readonly user: ServerUser | null;
  /** Holds the cluster in `data`; the server's socket comes beside it. */
  readonly runFolder: string;
  readonly usesTcp: boolean;
  readonly port: number;
  readonly signal?: AbortSignal | undefined;
}

/** A running server. */
export interface ServerProcess {
  /** Ends it at once, without a care for its data. */
  stop(): Promise<void>;
}

/** Starts PostgreSQL on a cluster, and waits until it accepts connections. */
export async function startServer(options: ServerProcessOptions): Promise<ServerProcess> {
  const child = spawnServer(options);
  const exited = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  const stop = async (): Promise<void> => {
    child.ref();
    child.stdin?.end();
    if (options.usesTcp) child.kill();
    await exited;
  };
  // What it is told when it is gone already is no news.
  child.stdin?.on('error', () => {});
  try {
    await untilReady(child, options.signal);
  } catch (error) {
    await stop();
    throw error;
  }
  // Who forgets to stop it is not kept alive by it.
  child.unref();
  for (const stream of [child.stdin, child.stderr]) (stream as Socket | null)?.unref();
  return { stop };
}

function spawnServer({ binaries, libraries, user, runFolder, usesTcp, port }: ServerProcessOptions): ChildProcess {
  const server = [
    binaries.postgres,
    ...['-D', path.join(runFolder, 'data'), '-p', String(port)],
    ...serverSettings(binaries, { socketFolder: usesTcp ? null : runFolder, ...SINGLE }).flatMap((each) => [
      '-c',
      each,
    ]),
  ];
  const [command = '', ...args] = usesTcp ? server : ['/bin/sh', '-c', GUARD, 'guard', runFolder, ...server];
  return spawn(command, args, {
    ...user,
    cwd: path.parse(runFolder).root,
    env: serverEnvironment(libraries),
    stdio: ['pipe', 'ignore', 'pipe'],
    // Ctrl+C in the terminal is for us: we end the server when we are done with it.
    detached: true,
    windowsHide: true,
  });
}

/** What a server has to stand. */
export interface ServerLoad {
  readonly connections: number;
  /** How many locks each of their transactions may hold. */
  readonly locks: number;
}

/** A replay in one transaction locks every table that it makes. */
const SINGLE: ServerLoad = { connections: 20, locks: 2048 };

/** Everything that keeps data over a crash is off: nothing in it is worth keeping. */
export function serverSettings(
  { major }: Binaries,
  { socketFolder, connections, locks }: ServerLoad & { readonly socketFolder: string | null },
): readonly string[] {
  return [
    ...(socketFolder === null
      ? ['listen_addresses=127.0.0.1']
      : [
          'listen_addresses=',
          `unix_socket_directories="${socketFolder.replaceAll('"', '""')}"`,
          'unix_socket_permissions=0700',
        ]),
    'fsync=off',
    'full_page_writes=off',
    'synchronous_commit=off',
    'wal_level=minimal',
    'max_wal_senders=0',
    'autovacuum=off',
    'shared_buffers=32MB',
    `max_connections=${connections}`,
    `max_locks_per_transaction=${locks}`,
    'jit=off',
    'lc_messages=C',
    'log_checkpoints=off',
    ...(major >= 18 ? ['io_method=sync'] : []),
  ];
}

async function untilReady(child: ChildProcess, signal: AbortSignal | undefined): Promise<void> {
  let log = '';
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (what: string, cause?: unknown): void => reject(embeddedFailed(what, log, cause));
      child.once('error', (error) => fail('could not be started', error));
      child.stderr?.setEncoding('utf8');
      child.stderr?.on('data', (text: string) => {
        log += text;
        if (log.includes(READY)) resolve();
      });
      child.stderr?.once('end', () => fail('ended before it accepted connections'));
      timer = setTimeout(
        () => fail(`did not accept connections within ${START_TIMEOUT_MS / 1000} s`),
        START_TIMEOUT_MS,
      );
      onAbort = () => reject(signal?.reason);
      if (signal?.aborted) onAbort();
      else signal?.addEventListener('abort', onAbort);
    });
  } finally {
    clearTimeout(timer);
    if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort);
    child.stderr?.removeAllListeners('data').resume();
  }
}
