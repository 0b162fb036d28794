import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { OnProgress } from '../../backups.js';
import type { PostgresLocation } from '../connection/postgres-url.js';
import type { PostgresTool } from './postgres-tool.js';
import { notADump, restoreFailed } from './restore-errors.js';
import { runTool } from './run-tool.js';
import { toolEnvironment } from './tool-environment.js';

/** A dump to read. */
export interface CountEntriesOptions {
  readonly tool: PostgresTool;
  readonly location: PostgresLocation;
  readonly file: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * How many things a dump is made of.
 *
 * @throws OrchestrateError `BACKUP.NOT_A_BACKUP`, `BACKUP.TOOL_VERSION`
 */
export async function countEntries({ tool, location, file, signal }: CountEntriesOptions): Promise<number> {
  const environment = await toolEnvironment({ tool, location });
  const result = await runTool({ tool, args: ['--list', file], environment, signal });
  signal?.throwIfAborted();
  if (result.failed) throw notADump(file, tool, result);
  return result.stdout.split('\n').filter((line) => line !== '' && !line.startsWith(';')).length;
}

/** A dump, and the empty database that it is restored into. */
export interface RunRestoreOptions extends CountEntriesOptions {
  /** The target, for people. */
  readonly display: string;
  /** How many things the dump is made of. */
  readonly entries: number;
  /** In bytes of the file, as if each thing took as many. */
  readonly onProgress?: OnProgress | undefined;
}

/** Tables and indexes are made side by side, though with few connections: a role may have no more. */
const MOST_JOBS = 4;

/**
 * Fills an empty database from a dump. Not in one transaction: nobody sees the database yet, and one lock for each of some
 * thousand tables is more than a server has.
 *
 * @throws OrchestrateError `RESTORE.FAILED`
 */
export async function runRestore(options: RunRestoreOptions): Promise<void> {
  const { tool, location, display, file, entries, onProgress, signal } = options;
  // The commit that puts the database in place writes out what was committed before it.
  const settings = { synchronous_commit: 'off', default_transaction_read_only: 'off' };
  const environment = await toolEnvironment({ tool, location, settings });
  const { size } = await stat(file);
  let done = 0;
  const tell = (): void => onProgress?.(Math.floor((size * done) / Math.max(entries, 1)), size);
  tell();
  const result = await runTool({
    tool,
    args: [
      // In this form, as a name of its own could be taken for a whole connection string.
      `--dbname=dbname='${location.database.replaceAll(/['\\]/g, '\\$&')}'`,
      ...[
        '--no-password',
        '--exit-on-error',
        '--verbose',
        `--jobs=${Math.min(MOST_JOBS, availableParallelism())}`,
        file,
      ],
    ],
    environment,
    signal,
    onLine: (line) => {
      if (!/^pg_restore: (?:creating |executing |processing data |processing BLOBS)/.test(line)) return;
      done = Math.min(done + 1, entries);
      tell();
    },
  });
  signal?.throwIfAborted();
  if (result.failed) throw restoreFailed(display, tool, result);
  onProgress?.(size, size);
}
