import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../../../../errors.js';
import { copyFolder } from './copy-folder.js';
import { embeddedFailed } from './embedded-errors.js';
import type { Binaries } from './find-binaries.js';
import { serverEnvironment } from './server-environment.js';
import type { ServerUser } from './server-user.js';

/** To be raised with every change of what initdb is told. */
const LAYOUT = 1;
const HOUR_MS = 60 * 60 * 1000;

/** What {@link makeCluster} takes. */
export interface ClusterOptions {
  readonly binaries: Binaries;
  /** Null where the programs find their libraries themselves. */
  readonly libraries: string | null;
  readonly user: ServerUser | null;
  /** The folder of the run; it must be there. The cluster becomes `data` in it. */
  readonly runFolder: string;
  /** Where initialised clusters are kept. */
  readonly cacheFolder: string;
  /** Asked for on a server that listens to TCP; a Unix socket in a private folder needs none. */
  readonly password: string | null;
  readonly onInitialise: () => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes the files of a server: a copy of those that an earlier run kept, or new ones, which are kept for the next.
 *
 * @returns whether it is a copy
 */
export async function makeCluster(options: ClusterOptions): Promise<boolean> {
  const { runFolder, user, signal } = options;
  const kept = keptCluster(options);
  const data = path.join(runFolder, 'data');
  // A password is this run's own, so what holds it is no use to another.
  if (options.password === null && existsSync(path.join(kept, 'PG_VERSION'))) {
    await copyFolder(kept, data, { owner: user, signal });
    return true;
  }
  options.onInitialise();
  await initialise(data, options);
  if (options.password === null) await keep(data, kept, signal);
  return false;
}

/** Forgets the cluster that is kept: it is damaged. */
export function forgetCluster(options: Pick<ClusterOptions, 'binaries' | 'cacheFolder'>): void {
  rmSync(keptCluster(options), { recursive: true, force: true });
}

function keptCluster({ binaries, cacheFolder }: Pick<ClusterOptions, 'binaries' | 'cacheFolder'>): string {
  return path.join(cacheFolder, `postgres-${binaries.version}-${process.platform}-${process.arch}-${LAYOUT}`);
}

// Under another name until it is complete; of two runs that come at once, the first has it.
async function keep(data: string, kept: string, signal: AbortSignal | undefined): Promise<void> {
  const unfinished = `${kept}.new-${randomBytes(6).toString('hex')}`;
  try {
    mkdirSync(path.dirname(kept), { recursive: true, mode: 0o700 });
    pruneUnfinished(path.dirname(kept));
    await copyFolder(data, unfinished, { owner: null, signal });
    renameSync(unfinished, kept);
  } catch (error) {
    discard(unfinished);
    // A home that cannot be written to costs the next run the same again, and no more.
    if (signal?.aborted) throw error;
  }
}

function discard(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // A later run removes it.
  }
}

function pruneUnfinished(folder: string): void {
  for (const name of readdirSync(folder).filter((name) => name.includes('.new-'))) {
    const unfinished = path.join(folder, name);
    if (Date.now() - statSync(unfinished).mtimeMs > HOUR_MS) discard(unfinished);
  }
}

async function initialise(data: string, options: ClusterOptions): Promise<void> {
  const { binaries, libraries, user, runFolder, password, signal } = options;
  const passwordFile = path.join(runFolder, 'password');
  if (password !== null) writeFileSync(passwordFile, password, { mode: 0o600 });
  const flags = [
    `--pgdata=${data}`,
    '--username=postgres',
    '--encoding=UTF8',
    '--no-sync',
    '--no-instructions',
    '--wal-segsize=1',
    '--locale=C',
    ...(binaries.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []),
    ...(binaries.major >= 18 ? ['--no-data-checksums'] : []),
    ...(password === null ? ['--auth=trust'] : ['--auth=scram-sha-256', `--pwfile=${passwordFile}`]),
  ];
  try {
    await promisify(execFile)(binaries.initdb, flags, {
      ...user,
      cwd: runFolder,
      env: serverEnvironment(libraries),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    const log = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    throw embeddedFailed('could not be set up by initdb', log === '' ? messageOf(error) : log, error);
  }
}
