import path from 'node:path';
import { findRepository } from '../../workspace/find-repository.js';
import { runGit } from '../run/run-git.js';
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

/** The files of the last commit, absolute; none where there is no repository or no commit. */
async function committedFiles({ open }: LintContext): Promise<ReadonlySet<string>> {
  const { root, environment } = open.workspace;
  const top = findRepository(root, environment);
  if (top === null) return new Set();
  const tree = await runGit(['ls-tree', '-r', '-z', '--name-only', '--full-tree', 'HEAD'], { cwd: top, environment });
  if (tree.hasFailed) return new Set();
  return new Set(
    tree.output
      .toString('utf8')
      .split('\0')
      .map((name) => path.join(top, name)),
  );
}
