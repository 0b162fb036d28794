import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cacheFolder } from '../../config/cache-folder.js';
import { readStats } from '../../config/read-text-file.js';
import { redactUrl } from '../../config/redact-url.js';
import type { OpenOptions } from '../../database/database.js';
import type { TestGround } from '../../database/test-ground.js';
import { OrchestrateError } from '../../errors.js';
import { locateDatabase } from '../run/open-database.js';
import type { RunOptions } from '../run-options.js';
import type { TestHouse } from './read-test-schema.js';

/** Where test databases are to be. */
export interface TestPlaceOptions extends Pick<RunOptions, 'databaseUrl' | 'command' | 'onEvent'> {
  /**
   * Names the server, or the file; TEST_DATABASE_URL unless given, and without both, or where it is null, the place of the
   * workspace's own database.
   */
  readonly testDatabaseUrl?: string | null | undefined;
}

/** The place that the options, the environment or the workspace's own database name. */
export async function openTestGround({ workspace, driver }: TestHouse, options: TestPlaceOptions): Promise<TestGround> {
  const { root, environment } = workspace;
  const { testDatabaseUrl: url = environment['TEST_DATABASE_URL'] ?? null } = options;
  return driver.openTestGround({
    live: await liveDatabase(workspace, options),
    place: url === null || url === '' ? null : { url, display: redactUrl(url) },
    root,
    namedFolder: path.join(root, '.orchestrate', 'test'),
    folder: testFolder(root),
    command: options.command ?? 'orchestrate test-db',
    onEvent: options.onEvent,
  });
}

/** Tests may run where nothing names another database. */
async function liveDatabase(
  workspace: TestHouse['workspace'],
  options: TestPlaceOptions,
): Promise<Omit<OpenOptions, 'mode'> | null> {
  try {
    return (await locateDatabase(workspace, options)).target;
  } catch (error) {
    if (error instanceof OrchestrateError && error.code === 'DATABASE.NO_URL') return null;
    if (error instanceof OrchestrateError && error.code === 'DATABASE.URL_VARIABLE_MISSING') return null;
    throw error;
  }
}

/** Beside the packages, where that may be written to; tools that watch files leave it alone there. */
function testFolder(root: string): string {
  const modules = path.join(root, 'node_modules');
  if (readStats(modules)?.isDirectory() && mayWrite(modules)) return path.join(cacheFolder(root), 'test');
  const user = process.getuid?.() ?? '';
  return path.join(tmpdir(), `prisma-orchestrate-test-${user}`);
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
