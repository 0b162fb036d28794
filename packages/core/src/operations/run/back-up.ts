import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { sorted } from '../../compare.js';
import type { Config } from '../../config/config.js';
import type { Database } from '../../database/database.js';
import { messageOf, OrchestrateError } from '../../errors.js';
import type { OnEvent } from '../../events.js';
import type { Workspace } from '../../workspace/workspace.js';

/** Where backups go and how many stay. */
export interface BackUpOptions {
  readonly database: Database;
  readonly root: string;
  readonly policy: Config['backup'];
  readonly now: Date;
}

const NAME = /^\d{8}T\d{9}Z\.backup$/;

/**
 * Copies the database to the folder of the policy and removes the oldest copies beyond its count. A copy appears under
 * its name only when it is complete.
 *
 * @returns the path of the copy
 * @throws OrchestrateError `BACKUP.FAILED`, `BACKUP.UNSUPPORTED`
 */
export async function backUp({ database, root, policy, now }: BackUpOptions): Promise<string> {
  const directory = path.resolve(root, policy.location);
  const file = path.join(directory, `${now.toISOString().replace(/[-:.]/g, '')}.backup`);
  const unfinished = `${file}.unfinished`;
  try {
    await mkdir(directory, { recursive: true });
    await database.backUpTo(unfinished);
    await rename(unfinished, file);
    const copies = sorted((await readdir(directory)).filter((each) => NAME.test(each)));
    for (const old of copies.slice(0, -policy.keepCount)) await rm(path.join(directory, old));
    return file;
  } catch (cause) {
    await rm(unfinished, { force: true }).catch(() => {});
    if (cause instanceof OrchestrateError && cause.code === 'BACKUP.UNSUPPORTED') throw cause;
    throw backupFailed(directory, cause);
  }
}

/** Backs up before a run where the policy of the workspace says so. */
export async function backUpByPolicy(
  database: Database,
  { root, config }: Pick<Workspace, 'root' | 'config'>,
  onEvent: OnEvent | undefined,
): Promise<void> {
  const policy = config.backup;
  if (!policy.beforeMigrate) return;
  onEvent?.({ kind: 'step', message: 'Backing up the database' });
  const file = await backUp({ database, root, policy, now: new Date() });
  onEvent?.({ kind: 'step', message: `Backed up to ${path.relative(root, file)}` });
}

function backupFailed(directory: string, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'BACKUP.FAILED',
    message: `The database could not be backed up to ${directory}, so nothing was migrated: ${messageOf(cause)}`,
    fix: 'Make room there and let this user write, or correct backup.location in the configuration.',
    meta: { directory },
    cause,
  });
}
