import { OrchestrateError } from '../../errors.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { readFragments } from '../../workspace/read-fragments.js';
import { type OpenWorkspace, openWorkspace } from '../run/open-workspace.js';
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
 * Reads everything once more, as deciding takes a while, and a question may have been open: a revision that someone else
 * made meanwhile would get a second one beside it.
 *
 * @throws OrchestrateError `REVISION.CHANGED_MEANWHILE`
 */
export async function assertNothingChanged(
  open: OpenWorkspace,
  { sources, extensions, options }: ReadBefore,
): Promise<void> {
  const now = await openWorkspace(options);
  const counts = (name: string): boolean => extensions?.has(name) ?? true;
  const countingRevisions = ({ revisions }: OpenWorkspace) => revisions.filter(({ extension }) => counts(extension));
  const countingSources = (all: readonly ExtensionSource[]) => all.filter(({ name }) => counts(name));
  const isSame =
    isEqual(countingRevisions(now), countingRevisions(open)) &&
    (sources === null || isEqual(countingSources(await readFragments(now.workspace)), countingSources(sources)));
  if (!isSame) throw changedMeanwhile();
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
