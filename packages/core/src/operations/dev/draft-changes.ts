import type { Composition } from '../../composition/composition.js';
import type { Driver, ShadowDatabase } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { freshGraph } from '../../revisions/fresh-graph.js';
import { revisionName } from '../../revisions/naming.js';
import type { Revision } from '../../revisions/revision.js';
import { revisionNameOf } from '../../revisions/revision.js';
import { unwrittenRevision } from '../../revisions/unwritten-revision.js';
import type { Extension } from '../../workspace/workspace.js';
import { draftInShadow } from '../make-revision/draft-revision.js';
import type { Draft } from '../make-revision/draft-scripts.js';
import { requirementsOf } from '../make-revision/requirements.js';
import { divergedExtension } from '../make-revision/revision-errors.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import { replay } from '../run/replay.js';
import { selectExtension } from '../run/select-extension.js';
import type { RunOptions } from '../run-options.js';
import { type ChangedExtension, changedExtensions } from './changed-extensions.js';
import { type Entanglement, entangled } from './dev-errors.js';
import { letsGo } from './lets-go.js';

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

/**
 * Drafts a revision for every extension whose fragment has changed, dependencies first: each draft is made on top of
 * those before it, so that none has to wait for a dependency. Where a dependency takes away what another extension is
 * only now letting go of, it comes after that one, and requires it.
 *
 * @throws OrchestrateError `REVISION.DIVERGED`, `DEV.ENTANGLED`, and what drafting one revision throws
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
  const changed = (await changedExtensions({ ...drafting, workspace, creators }))
    .map(({ name, down }): Changed => ({ extension: selectExtension(workspace, name), down }))
    .filter(({ extension }) => mayChange(extension));
  const late = new Map<string, readonly string[]>();
  for (;;) {
    const outcome = await draftInOrder(open, { ...drafting, changed, late });
    if (outcome.kind === 'drafted') return outcome.changes;
    if (late.has(outcome.taker)) throw entangled(outcome);
    late.set(outcome.taker, outcome.holders);
  }
}

interface Changed extends Pick<ChangedExtension, 'down'> {
  readonly extension: Extension;
}

type Outcome =
  | { readonly kind: 'drafted'; readonly changes: readonly DraftedChange[] }
  /** The draft of `taker` takes away what the holders have until their own drafts are applied. */
  | ({ readonly kind: 'blocked' } & Entanglement);

interface OrderOptions extends DraftChangesOptions {
  /** Dependencies first. */
  readonly changed: readonly Changed[];
  /** Those that come after all others, dependencies last, and whom they wait for. */
  readonly late: ReadonlyMap<string, readonly string[]>;
}

async function draftInOrder(open: OpenWorkspace, drafting: OrderOptions): Promise<Outcome> {
  const { changed, late, shadow } = drafting;
  const changes: DraftedChange[] = [];
  const isLate = ({ extension }: Changed): boolean => late.has(extension.name);
  for (const each of [...changed.filter((one) => !isLate(one)), ...changed.filter(isLate).reverse()]) {
    const { extension } = each;
    const standIns = changes.map(({ standIn }) => standIn);
    const ahead = withRevisions(open, standIns);
    const heads = ahead.graph.headsOf(extension.name);
    if (heads.length > 1) throw divergedExtension(extension.name, heads);
    await shadow.reset();
    let draft: Draft | null;
    try {
      draft = await draftInShadow(ahead, { ...drafting, extension });
    } catch (cause) {
      const taker = takerOf(cause, { standIns, late });
      if (taker === null) throw cause;
      return { kind: 'blocked', taker, holders: [extension.name], cause };
    }
    if (draft === null) continue;
    const made = draft;
    const holders = changed
      .filter((other) => other !== each && !isLate(each) && letsGo(other, made))
      .map((other) => other.extension.name);
    if (holders.length > 0) return { kind: 'blocked', taker: extension.name, holders };
    const awaited = late.get(extension.name) ?? [];
    const after = changes.filter((change) => awaited.includes(change.extension.name));
    changes.push({ extension, draft, standIn: standInFor(ahead, { extension, draft, after }) });
  }
  return { kind: 'drafted', changes };
}

/** The extension whose draft keeps another from being drafted: behind it, or before it as it comes late. */
function takerOf(
  error: unknown,
  { standIns, late }: { readonly standIns: readonly Revision[]; readonly late: ReadonlyMap<string, unknown> },
): string | null {
  if (!(error instanceof OrchestrateError)) return null;
  if (error.code === 'REPLAY.REVISION_FAILED') {
    return standIns.find(({ id }) => id === error.meta['revision'])?.extension ?? null;
  }
  if (error.code !== 'REVISION.DEPENDENCY_PENDING') return null;
  return (error.meta['dependencies'] as readonly string[]).find((name) => late.has(name)) ?? null;
}

/** The workspace as it will be once these revisions are written. */
function withRevisions(open: OpenWorkspace, more: readonly Revision[]): OpenWorkspace {
  if (more.length === 0) return open;
  const revisions = [...open.revisions, ...more];
  return { ...open, revisions, graph: freshGraph(revisions) };
}

interface StandInOptions extends Pick<DraftedChange, 'extension' | 'draft'> {
  /** What it comes after beside its dependencies. */
  readonly after: readonly DraftedChange[];
}

function standInFor({ graph, revisions }: OpenWorkspace, { extension, draft, after }: StandInOptions): Revision {
  const parents = graph.headsOf(extension.name);
  const requires = [
    ...new Set([
      ...requirementsOf({ extension, graph, moved: draft.moved }),
      ...after.map(({ standIn }) => standIn.id),
    ]),
  ];
  const name = revisionName({
    message: 'pending',
    now: new Date(),
    existing: revisions.filter((each) => each.extension === extension.name).map((each) => each.name),
    after: [...parents, ...requires].map(revisionNameOf),
  });
  return unwrittenRevision({
    extension: extension.name,
    name,
    parents,
    requires,
    message: 'pending',
    adopts: draft.moved.map(({ table }) => table),
    sql: draft.up,
    directory: extension.migrationsDirectory,
  });
}
