import path from 'node:path';
import { sorted } from '../../compare.js';
import { readWholeText } from '../../config/read-text-file.js';
import { OrchestrateError } from '../../errors.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { groupBy } from '../../group-by.js';
import type { Revision } from '../../revisions/revision.js';
import { readFragments } from '../../workspace/read-fragments.js';
import { listRevisionNames } from '../../workspace/read-revisions.js';
import { readWorkspace } from '../../workspace/read-workspace.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import type { WorkspaceOptions } from '../run-options.js';

/** What was read, and from where. */
export interface ReadBefore {
  /** Null where what was decided does not depend on the fragments. */
  readonly sources: readonly ExtensionSource[] | null;
  /** Whose fragments and revisions count; those of all extensions unless given. */
  readonly extensions?: ReadonlySet<string> | undefined;
  readonly options: WorkspaceOptions;
}

/**
 * Looks once more at what was decided from, as deciding takes a while, and a question may have been open: a revision that
 * someone else made meanwhile would get a second one beside it. Of revisions the names count, and what the last ones do:
 * those before them are long applied, and to read all again would take as long as the first time.
 *
 * @throws OrchestrateError `REVISION.CHANGED_MEANWHILE`
 */
export async function assertNothingChanged(
  { workspace, revisions, graph }: OpenWorkspace,
  { sources, extensions, options }: ReadBefore,
): Promise<void> {
  const counts = ({ name }: { readonly name: string }): boolean => extensions?.has(name) ?? true;
  const now = await readWorkspace(options);
  const relied = workspace.extensions.filter(counts);
  const names = groupBy(revisions, ({ extension }) => extension);
  const isSame =
    isEqual(now.extensions.filter(counts), relied) &&
    relied.every((extension) =>
      isEqual(listRevisionNames(extension), sorted((names.get(extension.name) ?? []).map(({ name }) => name))),
    ) &&
    relied.every(({ name }) => graph.headsOf(name).every((id) => isOnDisk(graph.byId.get(id)))) &&
    (sources === null || isEqual((await readFragments(now)).filter(counts), sources.filter(counts)));
  if (!isSame) throw changedMeanwhile();
}

function isOnDisk(revision: Revision | undefined): boolean {
  return revision !== undefined && readWholeText(path.join(revision.directory, 'migration.sql')) === revision.sql;
}

function isEqual(left: readonly unknown[], right: readonly unknown[]): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** Fragments or revisions are not what was decided from. */
export function changedMeanwhile(): OrchestrateError {
  return new OrchestrateError({
    code: 'REVISION.CHANGED_MEANWHILE',
    message:
      'Fragments or revisions have changed since they were read, so what was made of them no longer fits; nothing was written.',
    fix: 'Run the same command again.',
  });
}
