import { realpathSync } from 'node:fs';
import path from 'node:path';
import { readStats } from '../../config/read-text-file.js';
import { isInside, rootRelative } from '../../config/root-relative.js';
import { CORE } from '../../extension.js';
import type { Finding } from '../../findings.js';
import type { Revision, RevisionId } from '../../revisions/revision.js';
import type { Extension } from '../../workspace/workspace.js';
import type { LintOptions } from '../lint.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import { selectedExtensions } from '../run/select-extension.js';
import { changedFiles } from './changed-files.js';
import { noSuchPath } from './lint-errors.js';

/** What a lint run looks at. */
export interface LintScope {
  /** Whether that is everything. */
  readonly isWhole: boolean;
  /** The extensions that something of is looked at. */
  readonly extensions: ReadonlySet<string>;
  readonly revisions: ReadonlySet<RevisionId>;
  /** Whether a file is looked at, by its path relative to the workspace root. */
  readonly covers: (file: string) => boolean;
  /** Whether a finding is told. */
  readonly tells: (finding: Pick<Finding, 'where' | 'extension'>) => boolean;
}

/**
 * What the options name: a file of a revision stands for the revision, one of a fragment and a manifest for the fragment, and any
 * other for itself.
 *
 * @throws OrchestrateError `WORKSPACE.UNKNOWN_EXTENSION`, `LINT.NO_FILE`, and as {@link changedFiles} does
 */
export async function lintScope(open: OpenWorkspace, options: LintOptions): Promise<LintScope> {
  const { extension, paths = [], changedSince, cwd } = options;
  const { workspace, revisions } = open;
  const { root } = workspace;
  const chosen = selectedExtensions(workspace, extension);
  const lists = [
    ...(paths.length === 0 ? [] : [namedPaths(paths, cwd)]),
    ...(changedSince === undefined ? [] : [await changedFiles(workspace, changedSince)]),
  ];
  const areas = lists.map((list) =>
    areaOf(
      list.map((file) => rootRelative(root, realPath(file))),
      open,
    ),
  );
  const isPartial = lists.length > 0;
  const covers = (file: string): boolean => areas.every((area) => area(file));
  const fileOf = ({ directory }: Revision): string => rootRelative(root, path.join(directory, 'migration.sql'));
  const touched = new Set(lists.length === 0 ? chosen : intersection(lists.map((list) => ownersOf(list, open))));
  const within = revisions.filter((each) => chosen.some(({ name }) => name === each.extension) && covers(fileOf(each)));
  const owners = new Set(within.map((each) => each.extension));
  const names = new Set(chosen.filter((each) => touched.has(each) || owners.has(each.name)).map(({ name }) => name));
  return {
    isWhole: extension === undefined && !isPartial,
    extensions: names,
    revisions: new Set(within.map(({ id }) => id)),
    covers,
    tells: ({ where, extension: owner }) =>
      (extension === undefined || owner === null || owner === extension) &&
      (where === null ? !isPartial : covers(where.file)),
  };
}

function intersection<Value>(lists: readonly (readonly Value[])[]): readonly Value[] {
  const [first = [], ...others] = lists;
  return first.filter((each) => others.every((other) => other.includes(each)));
}

/** The extensions that some files and directories belong to, or have in them; core has what is in no other. */
function ownersOf(files: readonly string[], { workspace }: OpenWorkspace): readonly Extension[] {
  const { root, extensions } = workspace;
  const others = extensions.filter(({ name }) => name !== CORE);
  const real = files.map(realPath);
  const belongs = ({ directory }: Extension, file: string): boolean =>
    isInside(directory, file) || isInside(file, directory);
  return extensions.filter((each) =>
    real.some((file) => {
      const isOfOther = others.some((other) => isInside(other.directory, file));
      return each.name === CORE ? !isOfOther && isInside(root, file) : belongs(each, file);
    }),
  );
}

function namedPaths(paths: readonly string[], cwd: string): readonly string[] {
  const files = paths.map((file) => path.resolve(cwd, file));
  const missing = files.filter((file) => readStats(file) === null);
  if (missing.length > 0) throw noSuchPath(missing);
  return files;
}

function realPath(file: string): string {
  try {
    return realpathSync.native(file);
  } catch {
    // It went away meanwhile; then nothing is found in it.
    return file;
  }
}

/** Whether a file belongs to what a list of files and directories stands for; all relative to the root. */
function areaOf(files: readonly string[], { workspace, revisions }: OpenWorkspace): (file: string) => boolean {
  const { root, extensions } = workspace;
  const folders = revisions.map(({ directory }) => rootRelative(root, directory));
  const wanted = files.map((file) => folders.find((folder) => isWithin(folder, file)) ?? file);
  const fragments = extensions.filter((each) => files.some((file) => isOfFragment(each, path.resolve(root, file))));
  const singles = new Set(wanted);
  const directories = wanted.filter(
    (file) => folders.includes(file) || readStats(path.resolve(root, file))?.isDirectory(),
  );
  return (file) =>
    singles.has(file) ||
    directories.some((directory) => isWithin(directory, file)) ||
    fragments.some((each) => isOfFragment(each, path.resolve(root, file)));
}

function isWithin(directory: string, file: string): boolean {
  return directory === '.' ? !file.startsWith('../') : file === directory || file.startsWith(`${directory}/`);
}

function isOfFragment({ name, fragmentPaths, manifestPath, migrationsDirectory }: Extension, file: string): boolean {
  if (fragmentPaths.includes(file)) return true;
  // Core's manifest is the configuration, and no part of its fragment.
  return name !== CORE && file === manifestPath && !isInside(migrationsDirectory, file);
}
