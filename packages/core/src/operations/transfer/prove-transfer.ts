import type { TransferRequest } from '../../composition/transfer/plan-transfer.js';
import { driverFor } from '../../database/driver-for.js';
import { preloadEngine } from '../../engine/engine-runtime.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { freshGraph } from '../../revisions/fresh-graph.js';
import type { Revision, RevisionId } from '../../revisions/revision.js';
import { unwrittenRevision } from '../../revisions/unwritten-revision.js';
import type { Extension } from '../../workspace/workspace.js';
import { draftInShadow } from '../make-revision/draft-revision.js';
import { requirementsOf } from '../make-revision/requirements.js';
import { divergedExtension } from '../make-revision/revision-errors.js';
import { providerOf } from '../run/datasource-of.js';
import { openShadow } from '../run/open-shadow.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import type { RunOptions } from '../run-options.js';
import type { DecidedTransfer } from './decide-transfer.js';
import { transferPending, transferUnequal } from './transfer-errors.js';

/** The revision with which the new owner takes the tables over. */
export interface AdoptingRevision {
  readonly parents: readonly RevisionId[];
  readonly requires: readonly RevisionId[];
  readonly adopts: readonly string[];
  readonly migrationSql: string;
  readonly downSql: string;
}

/** What is proven. */
export interface ProveTransferOptions {
  readonly names: TransferRequest;
  /** The fragments as they are. */
  readonly sources: readonly ExtensionSource[];
  readonly decided: DecidedTransfer;
  readonly options: RunOptions;
}

/**
 * Decides the revision of a transfer, and proves with shadow databases that neither extension has changes before it, and
 * neither has any with it.
 *
 * @returns null where nothing in the database changes hands
 * @throws OrchestrateError `TRANSFER.PENDING`, `TRANSFER.UNEQUAL`, `REVISION.DIVERGED`
 */
export async function proveTransfer(
  open: OpenWorkspace,
  { names, sources, decided, options }: ProveTransferOptions,
): Promise<AdoptingRevision | null> {
  const { workspace, graph } = open;
  const before = extensionsOf(workspace.extensions, names);
  const after = before.map((each) => ({
    ...each,
    dependsOn: [...each.dependsOn, ...(decided.dependsOn.get(each.name) ?? [])],
  }));
  const target = after.find(({ name }) => name === names.to) as Extension;
  const parents = graph.headsOf(target.name);
  if (parents.length > 1) throw divergedExtension(target.name, parents);
  preloadEngine();
  const driver = await driverFor(providerOf(sources));
  await using shadow = await openShadow(workspace, { driver, extension: target.name, options });

  const drafts = async (
    view: OpenWorkspace,
    { extensions, sources: texts }: { readonly extensions: readonly Extension[]; readonly sources: typeof sources },
  ): Promise<readonly string[]> => {
    const changed: string[] = [];
    for (const extension of extensions) {
      const draft = await draftInShadow(view, { extension, options, sources: texts, driver, shadow });
      await shadow.reset();
      if (draft !== null) changed.push(extension.name);
    }
    return changed;
  };
  const pending = await drafts(open, { extensions: before, sources });
  if (pending.length > 0) throw transferPending(pending);

  const inDatabase = decided.entities.filter(
    ({ entity: { kind } }) => kind === 'model' || kind === 'join-table' || (kind === 'enum' && driver.hasEnums),
  );
  if (inDatabase.length === 0) return null;
  const moved = inDatabase.map(({ entity, formerOwner }) => ({ table: shadow.entityName(entity), formerOwner }));
  const adopts = moved.map(({ table }) => table);
  const revision = {
    parents,
    requires: requirementsOf({ extension: target, graph, moved }),
    adopts,
    migrationSql: `-- ${adopts.join(', ')}: from ${names.from} to ${names.to}. Nothing runs, everything stays where it is.\n`,
    downSql: '-- Nothing to undo: everything has stayed where it was.\n',
  };
  const revisions = [...open.revisions, asRevision(target.name, revision)];
  const view = { ...open, revisions, graph: freshGraph(revisions) };
  const changed = await drafts(view, { extensions: after, sources: decided.sources });
  if (changed.length > 0)
    throw transferUnequal(names, `the next revision of ${changed.join(' and ')} would not be empty`);
  return revision;
}

function extensionsOf(extensions: readonly Extension[], { from, to }: TransferRequest): readonly Extension[] {
  return extensions.filter(({ name }) => name === from || name === to);
}

/** The revision as the graph sees it, before it has a name. */
function asRevision(extension: string, { migrationSql, parents, requires, adopts }: AdoptingRevision): Revision {
  return unwrittenRevision({
    extension,
    name: '99991231235959_transfer',
    parents,
    requires,
    adopts,
    message: '',
    sql: migrationSql,
    directory: '',
  });
}
