import type { Composition } from '../../composition/composition.js';
import type { Driver, ShadowDatabase } from '../../database/database.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { checksum } from '../../revisions/checksum.js';
import { revisionName } from '../../revisions/naming.js';
import type { Revision, RevisionId } from '../../revisions/revision.js';
import { revisionId, revisionNameOf } from '../../revisions/revision.js';
import { buildGraph } from '../../revisions/revision-graph.js';
import { viewFor } from '../../revisions/squash-view.js';
import type { Extension } from '../../workspace/workspace.js';
import { draftInShadow } from '../make-revision/draft-revision.js';
import type { Draft } from '../make-revision/draft-scripts.js';
import { requirementsOf } from '../make-revision/requirements.js';
import { divergedExtension } from '../make-revision/revision-errors.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import { replay } from '../run/replay.js';
import { selectExtension } from '../run/select-extension.js';
import type { RunOptions } from '../run-options.js';
import { changedExtensions } from './changed-extensions.js';

/** What {@link draftChanges} goes by. */
export interface DraftChangesOptions {
  readonly sources: readonly ExtensionSource[];
  /** All fragments, composed without an error. */
  readonly whole: Composition;
  /** Which extensions get a revision. */
  readonly mayChange: (extension: Extension) => boolean;
  readonly driver: Driver;
  readonly shadow: ShadowDatabase;
  readonly options: RunOptions;
}

/** A revision that is not written yet. */
export interface DraftedChange {
  readonly extension: Extension;
  readonly draft: Draft;
  /** What later drafts took it for; its name is not the one that it gets. */
  readonly standIn: Revision;
}

const NOTHING_APPLIED: ReadonlySet<RevisionId> = new Set();

/**
 * Drafts a revision for every extension whose fragment has changed, dependencies first: each draft is made on top of
 * those before it, so that none has to wait for a dependency.
 *
 * @throws OrchestrateError `REVISION.DIVERGED`, and what drafting one revision throws
 */
export async function draftChanges(
  open: OpenWorkspace,
  drafting: DraftChangesOptions,
): Promise<readonly DraftedChange[]> {
  const { mayChange, driver, shadow, options } = drafting;
  const { workspace, graph } = open;
  const { onEvent, signal } = options;
  const watched = { extension: 'all extensions', root: workspace.root, onEvent, signal };
  const creators = await replay({ shadow, driver, revisions: graph.order, ...watched });
  const changed = await changedExtensions({ ...drafting, workspace, creators });
  const changes: DraftedChange[] = [];
  for (const extension of changed.map((name) => selectExtension(workspace, name)).filter(mayChange)) {
    const ahead = withRevisions(
      open,
      changes.map(({ standIn }) => standIn),
    );
    const heads = ahead.graph.headsOf(extension.name);
    if (heads.length > 1) throw divergedExtension(extension.name, heads);
    await shadow.reset();
    const draft = await draftInShadow(ahead, { ...drafting, extension });
    if (draft !== null) changes.push({ extension, draft, standIn: standInFor(ahead, { extension, draft }) });
  }
  return changes;
}

/** The workspace as it will be once these revisions are written. */
function withRevisions(open: OpenWorkspace, more: readonly Revision[]): OpenWorkspace {
  if (more.length === 0) return open;
  const revisions = [...open.revisions, ...more];
  return { ...open, revisions, graph: buildGraph(viewFor(revisions, NOTHING_APPLIED).revisions) };
}

function standInFor(
  { graph, revisions }: OpenWorkspace,
  { extension, draft }: Pick<DraftedChange, 'extension' | 'draft'>,
): Revision {
  const parents = graph.headsOf(extension.name);
  const requires = requirementsOf({ extension, graph, moved: draft.moved });
  const name = revisionName({
    message: 'pending',
    now: new Date(),
    existing: revisions.filter((each) => each.extension === extension.name).map((each) => each.name),
    after: [...parents, ...requires].map(revisionNameOf),
  });
  return {
    id: revisionId(extension.name, name),
    extension: extension.name,
    name,
    parents,
    parentage: 'declared',
    requires,
    message: 'pending',
    transactional: 'auto',
    adopts: draft.moved.map(({ table }) => table),
    replaces: [],
    checksum: checksum(draft.up),
    sql: draft.up,
    directory: extension.migrationsDirectory,
  };
}
