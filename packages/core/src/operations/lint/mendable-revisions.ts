import path from 'node:path';
import { findRepository } from '../../workspace/find-repository.js';
import { callGit, fileNamesIn, runGit } from '../run/run-git.js';
import type { LintContext, LintedRevision } from './lint-context.js';

/**
 * The revisions whose scripts may still be changed: no database has them, as the one of the workspace says or as the caller
 * knows, and no commit, so that no other database can have got them.
 */
export async function mendableRevisions(context: LintContext): Promise<readonly LintedRevision[]> {
  const { revisions, applied, options } = context;
  const { assumeUnapplied = false } = options;
  const pending = revisions.filter(({ revision }) => (applied === null ? assumeUnapplied : !applied.has(revision.id)));
  if (pending.length === 0) return [];
  const committed = await committedFiles(context);
  return pending.filter(({ revision }) => !committed.has(path.join(revision.directory, 'migration.sql')));
}

/**
 * The files of the last commit, absolute; none where there is no repository or no commit.
 *
 * @throws OrchestrateError `GIT.NOT_INSTALLED`, `GIT.FAILED`
 */
async function committedFiles({ open }: LintContext): Promise<ReadonlySet<string>> {
  const { root, environment } = open.workspace;
  const top = findRepository(root, environment);
  if (top === null) return new Set();
  const call = { cwd: top, environment };
  const head = await runGit(['rev-parse', '--verify', '--quiet', 'HEAD'], call);
  // Without a commit it fails and says nothing; what git cannot read is not to be taken for that.
  if (head.hasFailed && head.said === '') return new Set();
  const tree = await callGit(['ls-tree', '-r', '-z', '--name-only', '--full-tree', 'HEAD'], call);
  return new Set(fileNamesIn(tree).map((name) => path.join(top, name)));
}
