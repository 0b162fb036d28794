import { lstatSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorCode, readTextFile } from '../../../../config/read-text-file.js';
import { lockFile } from '../../../../workspace/lock-file.js';
import { temporaryPath } from '../../../../workspace/temporary-path.js';
import { ownClaim } from '../../../process-claim.js';
import type { SharedServer, ShareServerOptions } from '../../../test-ground.js';
import { originalLocked, testInterrupted } from '../../../test-ground-errors.js';
import { type EmbeddedServer, startEmbeddedServer } from './embedded-server.js';
import { findBinaries } from './find-binaries.js';
import { runBase } from './run-folder.js';
import { type Hold, holdServer, startSharedServer } from './shared-process.js';

/** How long a server waits for the next process: between two files of tests there may be none. */
const LINGER_S = 10;
const LOCK_WAIT_MS = 120_000;

/** What {@link shareServer} takes beside what the driver is given; for tests. */
export interface SharingOptions extends ShareServerOptions {
  /** Where it is written down which server there is. */
  readonly folder?: string | undefined;
  readonly lingerS?: number | undefined;
  readonly cacheFolder?: string | undefined;
}

/**
 * Takes the throw-away server that this user's processes share on this machine, or starts it. Where processes cannot share
 * one, this process has its own.
 *
 * @throws OrchestrateError `SHADOW.EMBEDDED_MISSING`, `SHADOW.EMBEDDED_ROOT`, `SHADOW.EMBEDDED_FAILED`
 */
export async function shareServer(options: SharingOptions): Promise<SharedServer> {
  const { folder = sharedFolder(), lingerS = LINGER_S, signal } = options;
  const { version } = await findBinaries(options.root);
  if (folder === null) return ownServer(options);
  const record = path.join(folder, `${ownClaim().host}-${version}`);
  const there = await join(record);
  if (there !== null) return there;
  using _lock = await lockFile(`${record}.lock`, {
    timeoutMs: LOCK_WAIT_MS,
    command: 'orchestrate testing',
    signal,
    busy: () => originalLocked(LOCK_WAIT_MS),
    interrupted: testInterrupted,
  });
  const meanwhile = await join(record);
  if (meanwhile !== null) return meanwhile;
  // Awaited here: the lock goes when this function returns.
  return await start(record, { ...options, lingerS });
}

async function start(record: string, options: SharingOptions & { readonly lingerS: number }): Promise<SharedServer> {
  let hold: Hold | null = null;
  const { host } = await startEmbeddedServer(options, async (process) => {
    const started = await startSharedServer(process, options.lingerS);
    hold = started;
    return { stop: async () => started.release() };
  });
  const aside = temporaryPath(path.dirname(record));
  writeFileSync(aside, host);
  renameSync(aside, record);
  return shared(host, hold);
}

async function join(record: string): Promise<SharedServer | null> {
  const runFolder = readTextFile(record);
  if (runFolder === null || runFolder === '') return null;
  const hold = await holdServer(runFolder);
  return hold === null ? null : shared(runFolder, hold);
}

function shared(host: string, hold: Hold | null): SharedServer {
  return { url: urlOf({ host, port: null, password: null }), release: async () => hold?.release() };
}

async function ownServer(options: SharingOptions): Promise<SharedServer> {
  const server = await startEmbeddedServer(options);
  return { url: urlOf(server), release: () => server.stop() };
}

function urlOf({
  host,
  port,
  password,
}: Pick<EmbeddedServer, 'host' | 'password'> & { readonly port: number | null }): string {
  const user = password === null ? 'postgres' : `postgres:${encodeURIComponent(password)}`;
  if (!path.isAbsolute(host)) return `postgresql://${user}@${host}:${port}/postgres`;
  return `postgresql://${user}@localhost/postgres?host=${encodeURIComponent(host)}`;
}

/** A folder that only this user may write to; null where there is none, and on Windows, which has no such pipes. */
function sharedFolder(): string | null {
  const user = process.getuid?.();
  if (user === undefined) return null;
  const folder = path.join(runBase(), `orchestrate-pg-shared-${user}`);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') return null;
  }
  const stats = lstatSync(folder);
  return stats.isDirectory() && stats.uid === user && (stats.mode & 0o022) === 0 ? folder : null;
}
