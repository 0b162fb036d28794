import path from 'node:path';
import type { Database } from '../../database/database.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { RunOptions } from '../run-options.js';
import { backUp } from './back-up.js';

/** Backs up before a run where the policy of the workspace says so and there is something to lose. */
export async function backUpByPolicy(
  database: Database,
  workspace: Workspace,
  { onEvent, signal }: Pick<RunOptions, 'onEvent' | 'signal'>,
): Promise<void> {
  const { enabled, beforeMigrate } = workspace.config.backup;
  if (!enabled || !beforeMigrate || (await database.readSize()) === 0) return;
  onEvent?.({ kind: 'step', message: 'Backing up the database' });
  const { backup } = await backUp({ database, workspace, now: new Date(), onEvent, signal });
  onEvent?.({ kind: 'step', message: `Backed up to ${path.relative(workspace.root, backup.file)}` });
}
