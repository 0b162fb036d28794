import { existsSync } from 'node:fs';
import path from 'node:path';
import { rootRelative } from '../../config/root-relative.js';
import type { Driver } from '../../database/database.js';
import { driverFor } from '../../database/driver-for.js';
import { isOrchestrateError, messageOf } from '../../errors.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { freshGraph } from '../../revisions/fresh-graph.js';
import { type Revision, type RevisionId, revisionNameOf } from '../../revisions/revision.js';
import { lockRevisions } from '../../workspace/lock-revisions.js';
import { readFragments } from '../../workspace/read-fragments.js';
import { listRevisionNames } from '../../workspace/read-revisions.js';
import type { Extension } from '../../workspace/workspace.js';
import { writeChanges } from '../../workspace/write-changes.js';
import { blankDraft } from '../make-revision/blank-draft.js';
import { draftRevision } from '../make-revision/draft-revision.js';
import type { Draft } from '../make-revision/draft-scripts.js';
import { requirementsOf } from '../make-revision/requirements.js';
import { providerOf } from '../run/datasource-of.js';
import { LOCK_TIMEOUT_MS } from '../run/lock-for-run.js';
import { type OpenWorkspace, openWorkspace } from '../run/open-workspace.js';
import { runHooks } from '../run/run-hooks.js';
import { selectExtension } from '../run/select-extension.js';
import type { RunOptions } from '../run-options.js';
import { meaningOf } from './meaning-of.js';

/** A revision that Prisma has made, with what was added to it. */
export interface CompletedRevision {
  readonly revision: RevisionId;
  /** Relative to the workspace root. */
  readonly directory: string;
  /** Several where the extension had more than one head. */
  readonly parents: readonly RevisionId[];
  readonly requires: readonly RevisionId[];
  /** The tables and enums that come from another extension. */
  readonly adopts: readonly string[];
  /**
   * `drafted` from the schema and tried, `drafted-roughly` where it does not restore the schema exactly; `blank` where
   * it is to be written by hand, as the script is another one than the schema asks for.
   */
  readonly down: 'drafted' | 'drafted-roughly' | 'blank';
}

/** Which revisions to complete. */
export interface CompleteRevisionsOptions {
  readonly extension: Extension;
  /** Names of those that were there before. */
  readonly known: ReadonlySet<string>;
  readonly options: RunOptions;
}

/**
 * Gives the revisions that Prisma has made what ours have besides: `revision.json`, and `down.sql` where the SQL is what
 * the schema asks for. What is there already stays.
 */
export async function completeRevisions({
  extension: own,
  known,
  options,
}: CompleteRevisionsOptions): Promise<readonly CompletedRevision[]> {
  const fresh = listRevisionNames(own).filter((each) => !known.has(each));
  // Most commands make none, and there may be thousands to read.
  if (fresh.length === 0) return [];
  const open = await openWorkspace(options);
  const extension = selectExtension(open.workspace, own.name);
  const { name } = extension;
  const made = open.revisions.filter(
    (revision) => revision.extension === name && fresh.includes(revision.name) && revision.parentage === 'implied',
  );
  if (made.length === 0) return [];
  const others = open.revisions.filter((revision) => !made.includes(revision));
  const before: OpenWorkspace = { ...open, revisions: others, graph: freshGraph(others) };
  const sources = await readFragments(open.workspace);
  const driver = await driverFor(providerOf(sources));
  // Between the steps of several there is no schema to compare them with.
  const [only] = made;
  const draft =
    made.length === 1 && only !== undefined
      ? await draftOf(only, { before, sources, driver, extension, options })
      : null;

  const completed: CompletedRevision[] = [];
  let parents = before.graph.headsOf(name);
  for (const revision of made) {
    const moved = draft?.moved ?? [];
    const requires = requirementsOf({ extension, graph: before.graph, moved });
    completed.push(
      await complete(revision, { open, parents, requires, draft, adopts: moved.map(({ table }) => table), options }),
    );
    parents = [revision.id];
  }
  for (const { revision, directory } of completed) {
    await runHooks('afterRevision', {
      workspace: open.workspace,
      options,
      revisions: [revision],
      extension: name,
      directory,
    });
  }
  return completed;
}

interface DraftOfOptions {
  readonly before: OpenWorkspace;
  readonly sources: readonly ExtensionSource[];
  readonly driver: Driver;
  readonly extension: Extension;
  readonly options: RunOptions;
}

/** What `revision --auto` would have made, where that is what Prisma has made. */
async function draftOf(
  revision: Revision,
  { before, sources, driver, extension, options }: DraftOfOptions,
): Promise<Draft | null> {
  const { workspace } = before;
  try {
    const draft = await draftRevision(before, { extension, sources, options });
    if (draft === null) return null;
    const isSame = (await meaningOf(draft.up, driver)) === (await meaningOf(revision.sql, driver));
    // Tables that change hands do so whatever the rest of the script is.
    return isSame ? draft : { ...draft, down: '' };
  } catch (error) {
    if (!isOrchestrateError(error)) throw error;
    options.onEvent?.({
      kind: 'warning',
      code: 'PRISMA.NO_DOWN_DRAFT',
      message: `The way back of ${revision.id} could not be drafted: ${messageOf(error)}`,
      fix: `Write ${rootRelative(workspace.root, path.join(revision.directory, 'down.sql'))} by hand.`,
    });
    return null;
  }
}

interface CompleteOptions {
  readonly open: OpenWorkspace;
  readonly parents: readonly RevisionId[];
  readonly requires: readonly RevisionId[];
  readonly draft: Draft | null;
  readonly adopts: readonly string[];
  readonly options: RunOptions;
}

async function complete(
  revision: Revision,
  { open, parents, requires, draft, adopts, options }: CompleteOptions,
): Promise<CompletedRevision> {
  const { root } = open.workspace;
  const names = parents.map(revisionNameOf);
  const message = sentence(revision.message);
  const { renderRevisionManifest } = await import('../../revisions/revision-manifest.js');
  const manifest = renderRevisionManifest({
    message,
    parent: names.length > 1 ? names : (names[0] ?? null),
    requires,
    ...(adopts.length > 0 ? { adopts } : {}),
  });
  const down = draft === null || draft.down === '' ? blankDraft(message).down : draft.down;
  const files = [
    { file: path.join(revision.directory, 'revision.json'), before: null, after: manifest },
    { file: path.join(revision.directory, 'down.sql'), before: null, after: down },
  ].filter(({ file }) => !existsSync(file));
  using _lock = await lockRevisions(root, { timeoutMs: options.lockTimeoutMs ?? LOCK_TIMEOUT_MS });
  writeChanges(files);
  return {
    revision: revision.id,
    directory: rootRelative(root, revision.directory),
    parents,
    requires,
    adopts,
    down: draft === null || draft.down === '' ? 'blank' : draft.reversible ? 'drafted' : 'drafted-roughly',
  };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
