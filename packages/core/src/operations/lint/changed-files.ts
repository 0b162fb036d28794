import path from 'node:path';
import { findRepository } from '../../workspace/find-repository.js';
import type { Workspace } from '../../workspace/workspace.js';
import { noRepository } from '../run/git-errors.js';
import { callGit, fileNamesIn, runGit } from '../run/run-git.js';
import { unknownCommit } from './lint-errors.js';

/**
 * The files that differ from what they were where a commit and the working tree part, and those that git does not know;
 * absolute. What has changed in the commit since then is not among them.
 *
 * @throws OrchestrateError `GIT.NO_REPOSITORY`, `GIT.NOT_INSTALLED`, `GIT.FAILED`, `LINT.UNKNOWN_COMMIT`
 */
export async function changedFiles({ root, environment }: Workspace, ref: string): Promise<readonly string[]> {
  const top = findRepository(root, environment);
  if (top === null) throw noRepository(root);
  const call = { cwd: top, environment };
  const commit = await runGit(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], call);
  if (commit.hasFailed) throw unknownCommit(ref);
  const wanted = commit.output.toString('utf8').trim();
  const base = await runGit(['merge-base', wanted, 'HEAD'], call);
  // Histories without a common commit differ in everything that differs.
  const from = base.hasFailed ? wanted : base.output.toString('utf8').trim();
  const changed = await callGit(['diff', '--name-only', '--no-renames', '--diff-filter=d', '-z', from, '--'], call);
  const unknown = await callGit(['ls-files', '--others', '--exclude-standard', '-z'], call);
  return [...fileNamesIn(changed), ...fileNamesIn(unknown)].map((name) => path.join(top, name));
}
