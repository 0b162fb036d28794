import type { Divergence } from '../revisions/divergence.js';
import { findDivergence } from '../revisions/divergence.js';
import type { RevisionId } from '../revisions/revision.js';
import { revisionNameOf } from '../revisions/revision.js';
import { emptyMessage } from './make-revision/revision-errors.js';
import type { WrittenRevision } from './make-revision/write-made-revision.js';
import { writeMadeRevision } from './make-revision/write-made-revision.js';
import { writeWhileUnchanged } from './make-revision/write-while-unchanged.js';
import type { ComparedBranches } from './merge/compare-branches.js';
import { asOperation } from './run/as-operation.js';
import { assertOwnFiles } from './run/assert-own-files.js';
import type { OpenWorkspace } from './run/open-workspace.js';
import { openSoundWorkspace } from './run/open-workspace.js';
import { selectExtension } from './run/select-extension.js';
import type { RunOptions } from './run-options.js';

/** What {@link merge} takes. */
export interface MergeOptions extends RunOptions {
  /** All that have diverged unless given. */
  readonly extension?: string | undefined;
  /** `merge` unless given; part of the directory's name. */
  readonly message?: string | undefined;
  /** Compares and writes nothing. */
  readonly dryRun?: boolean | undefined;
}

/** An extension whose branches are joined, or would be. */
export interface MergedExtension extends Divergence {
  /** In how many orders the branches were replayed; 1 where one needs the other, so that no other order is possible. */
  readonly orders: number;
  /** Enums to which the branches add values, so that their order in a database tells which branch came first; by name. */
  readonly reordered: readonly string[];
  /** The revision that joins them; null with `dryRun`. */
  readonly revision: RevisionId | null;
  /** Where it is, relative to the workspace root; null with `dryRun`. */
  readonly directory: string | null;
}

/** What {@link merge} did, or would do. */
export interface MergeResult {
  readonly dryRun: boolean;
  /** Empty where nothing has diverged. */
  readonly merged: readonly MergedExtension[];
}

/**
 * Joins the branches of extensions that have several heads, as after two branches of version control were merged. What
 * the heads need is replayed in a shadow database once for each order in which databases may come by it; where all lead
 * to the same schema, a revision with all heads as parents and without SQL is written.
 *
 * Rows are not compared: what the branches do to data is for whoever merges to judge.
 *
 * @throws OrchestrateError `MERGE.DIFFERENT` with what differs, `REPLAY.REVISION_FAILED` for a revision that fails in
 * any order, `SHADOW.*`, `CONFIG.*`; nothing is written then
 *
 * @example
 * ```ts
 * const { merged } = await merge({ cwd: process.cwd(), dryRun: true });
 * for (const { extension, heads } of merged) console.log(extension, heads.length); // blog 2
 * ```
 */
export function merge(options: MergeOptions): Promise<MergeResult> {
  return asOperation(options, mergeBranches);
}

async function mergeBranches(options: MergeOptions): Promise<MergeResult> {
  const { extension, message = 'merge', dryRun = false } = options;
  if (message.trim() === '') throw emptyMessage();
  const open = await openSoundWorkspace(options, 'Cannot merge');
  const { workspace, graph } = open;
  const only = extension === undefined ? null : selectExtension(workspace, extension).name;
  const diverged = findDivergence(graph).filter((divergence) => only === null || divergence.extension === only);
  assertOwnFiles(
    diverged.map((each) => selectExtension(workspace, each.extension)),
    'merge',
  );
  const compared = diverged.length === 0 ? [] : await compareAll(open, diverged, options);
  for (const { verdict } of compared) {
    for (const name of verdict.reordered) options.onEvent?.({ kind: 'warning', ...enumOrder(name) });
  }
  const write = async (): Promise<readonly WrittenRevision[]> => {
    const written: WrittenRevision[] = [];
    for (const branches of compared) written.push(await writeMerge(open, branches, message));
    return written;
  };
  const written =
    dryRun || compared.length === 0 ? [] : await writeWhileUnchanged(open, { sources: null, options }, write);
  const merged = compared.map(
    ({ extension: name, forkPoint, heads, orders, verdict }, index): MergedExtension => ({
      extension: name,
      forkPoint,
      heads,
      orders: orders.length,
      reordered: verdict.reordered,
      revision: written[index]?.revision ?? null,
      directory: written[index]?.directory ?? null,
    }),
  );
  return { dryRun, merged };
}

/** @throws OrchestrateError where the branches of any of them differ: one run shows all */
async function compareAll(
  open: OpenWorkspace,
  diverged: readonly Divergence[],
  options: RunOptions,
): Promise<readonly ComparedBranches[]> {
  const { compareBranches } = await import('./merge/compare-branches.js');
  const compared: ComparedBranches[] = [];
  for (const divergence of diverged) compared.push(await compareBranches(open, divergence, options));
  const different = compared.filter(({ verdict }) => !verdict.isSame);
  if (different.length === 0) return compared;
  const { branchesDiffer } = await import('./merge/branches-differ.js');
  throw branchesDiffer({ different, graph: open.graph, root: open.workspace.root });
}

function writeMerge(
  open: OpenWorkspace,
  { extension, heads }: ComparedBranches,
  message: string,
): Promise<WrittenRevision> {
  const title = message.replace(/\s+/g, ' ').trim();
  const names = heads.map(revisionNameOf).join(', ');
  return writeMadeRevision(open, {
    extension: selectExtension(open.workspace, extension),
    message,
    parents: heads,
    // Nothing runs here that could need more than the branches do.
    requires: [],
    migrationSql: `-- ${title}\n-- Joins ${names}; there is nothing to run.\n`,
    downSql: `-- Undo: ${title}\n-- There is nothing to take back: the branches stay as they are.\n`,
  });
}

function enumOrder(name: string): { readonly code: string; readonly message: string; readonly fix: string } {
  return {
    code: 'MERGE.ENUM_ORDER',
    message: `The branches add values to ${name}, and databases that get the one first sort them differently from those that get the other first.`,
    fix: 'Nothing has to be done unless queries sort by it or compare with < and >; then give the new values a place in the SQL that no database has applied yet (ADD VALUE … AFTER …).',
  };
}
