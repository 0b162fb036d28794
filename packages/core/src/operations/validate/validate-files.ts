import path from 'node:path';
import { sorted } from '../../compare.js';
import type { Environment } from '../../config/environment.js';
import { DISK, type FileTree } from '../../config/file-tree.js';
import { isInside, rootRelative } from '../../config/root-relative.js';
import { directoryInRepository, findRepository } from '../../workspace/find-repository.js';
import { readFragments } from '../../workspace/read-fragments.js';
import { readWorkspace } from '../../workspace/read-workspace.js';
import { assertNotInterrupted } from '../run/assert-not-interrupted.js';
import { noRepository } from '../run/git-errors.js';
import type { WorkspaceOptions } from '../run-options.js';
import type { ValidateResult } from '../validate.js';
import { affectedExtensions } from './affected-extensions.js';
import { attributeFiles } from './attribute-files.js';
import { configNotStaged } from './config-not-staged.js';
import { countFiles } from './count-files.js';
import { indexTree } from './index-tree.js';
import { type GitIndex, readIndex } from './read-index.js';
import { noSuchFile } from './staged-errors.js';

/** What {@link validateFiles} takes. */
export interface ValidateFilesOptions extends WorkspaceOptions {
  /** Whether to read git's index in place of the working tree. */
  readonly staged: boolean;
  /** What may have changed, absolute or relative to `cwd`; null for all that is staged. */
  readonly files: readonly string[] | null;
}

/** Nothing that concerns a schema has changed. */
const NOTHING: ValidateResult = {
  extensions: [],
  affected: [],
  files: 0,
  models: 0,
  findings: [],
  omitted: 0,
  passedOver: [],
  directory: '.',
};

/** Checks what some files, or those that are staged, can affect. */
export async function validateFiles(options: ValidateFilesOptions): Promise<ValidateResult> {
  const environment = options.environment ?? process.env;
  const reading = options.staged ? openIndex(options.cwd, environment) : null;
  // While git is at work.
  const [index, { checkAffected }] = await Promise.all([reading, import('./check-affected.js')]);
  const tree = index === null ? DISK : indexTree(index);
  const named = options.files === null ? null : assertThere(options.files, { cwd: options.cwd, tree });
  const files = named ?? index?.staged ?? [];
  if (files.length === 0) return NOTHING;

  const workspace = await readWorkspace(options, tree);
  await assertNotInterrupted(options.signal);
  // What is named and not in the index is not deleted: it was never added.
  const untracked = new Set((named ?? []).filter((file) => tree.readStats(file) === null));
  const there = files.filter((file) => !untracked.has(file));
  const below = named === null ? there : there.map((file) => seenFrom(workspace.root, { file, tree }));
  const attributed = attributeFiles(workspace, { files: below, tree });
  const affected = affectedExtensions(workspace, attributed);
  const others = [...attributed.others, ...untracked].map((file) => rootRelative(workspace.root, file));
  const passedOver = sorted(new Set(others));
  if (affected?.size === 0) return { ...NOTHING, passedOver, directory: directoryInRepository(workspace) };

  await assertNotInterrupted(options.signal);
  const sources = await readFragments(workspace, tree);
  const { composition, closure, findings, omitted } = await checkAffected(workspace, { sources, affected });
  const extensions = composition.extensions.filter((name) => closure.has(name));
  return {
    extensions,
    affected: affected === null ? extensions : extensions.filter((name) => affected.has(name)),
    files: countFiles(sources, closure),
    models: composition.entities.filter(({ kind, extension }) => kind === 'model' && closure.has(extension)).length,
    findings: [...(index === null ? [] : configNotStaged(workspace, tree)), ...findings],
    omitted,
    passedOver,
    directory: directoryInRepository(workspace),
  };
}

async function openIndex(cwd: string, environment: Environment): Promise<GitIndex> {
  const top = findRepository(path.resolve(cwd), environment);
  if (top === null) throw noRepository(cwd);
  return readIndex(top, environment);
}

/** The path below the root of a file that was named by another way to it, as through a symbolic link. */
function seenFrom(root: string, { file, tree }: { readonly file: string; readonly tree: FileTree }): string {
  if (isInside(root, file)) return file;
  const [realRoot, real] = [tree.realPath(root), tree.realPath(file)];
  return isInside(realRoot, real) ? path.join(root, path.relative(realRoot, real)) : file;
}

/** @throws OrchestrateError `VALIDATE.NO_FILE` */
function assertThere(
  files: readonly string[],
  { cwd, tree }: { readonly cwd: string; readonly tree: FileTree },
): readonly string[] {
  const missing = files.filter((file) => {
    const target = path.resolve(cwd, file);
    // One that is not staged is there all the same, and none of the workspace's.
    return tree.readStats(target) === null && DISK.readStats(target) === null;
  });
  if (missing.length > 0) throw noSuchFile(missing);
  return files.map((file) => path.resolve(cwd, file));
}
