import { CORE } from '../extension.js';
import { planUpgrade } from '../revisions/plan-upgrade.js';
import type { RevisionId } from '../revisions/revision.js';
import { revisionNameOf } from '../revisions/revision.js';
import type { RevisionGraph } from '../revisions/revision-graph.js';
import { resolveTarget } from '../revisions/target.js';
import { targetOfAll } from '../revisions/target-errors.js';
import { shellWord } from '../shell-word.js';
import type { MigrationResult, PlanState } from './run/migrate.js';
import { migrate } from './run/migrate.js';
import type { TransactionMode } from './run/migration-step.js';
import { selectExtension } from './run/select-extension.js';
import type { RunOptions } from './run-options.js';

/** Whose revisions to apply. What they require of other extensions comes along in any case. */
export type Selection =
  | { readonly kind: 'core' }
  | { readonly kind: 'extension'; readonly name: string }
  | { readonly kind: 'all' };

/** What {@link upgrade} takes. */
export interface UpgradeOptions extends RunOptions {
  readonly selection: Selection;
  /** `head` unless given; a revision's name or the start of it, or `+N` for the next N. */
  readonly target?: string | undefined;
  /**
   * `revision` (the default): each revision and its history row commit together. `all`: the whole plan does, or
   * nothing. `none`: statement by statement, with the progress recorded.
   */
  readonly tx?: TransactionMode | undefined;
  /** Plans and touches nothing. */
  readonly dryRun?: boolean | undefined;
  /** Gives the script of the plan instead of running it. */
  readonly sql?: boolean | undefined;
}

/**
 * Applies the pending revisions up to a target, in plan order, each recorded in its extension's history table.
 *
 * One run works on a database at a time; a second one waits for the first (see {@link RunOptions.lockTimeoutMs}) and
 * then does what is left.
 *
 * @throws OrchestrateError `UPGRADE.REVISION_FAILED` when a revision fails (it is rolled back and recorded with its log),
 * `HISTORY.*` when the history and the revisions do not fit together, `TARGET.*`, `LOCK.TIMEOUT`, `DATABASE.*`,
 * `CONFIG.*`, or of kind `interrupted` when the signal fires
 *
 * @example
 * ```ts
 * const { revisions } = await upgrade({ cwd: process.cwd(), selection: { kind: 'all' } });
 * for (const { revision, durationMs } of revisions) console.log(revision, durationMs);
 * ```
 */
export function upgrade(options: UpgradeOptions): Promise<MigrationResult> {
  return migrate({
    direction: 'upgrade',
    options,
    plan: (state) => {
      const targets = targetsOf(state, options);
      return { revisions: planUpgrade({ ...state, targets }), retry: retryCommand(options, targets) };
    },
  });
}

// A relative target means something else after half of a plan, so the retry names the revision.
function retryCommand({ selection, target = 'head' }: UpgradeOptions, targets: readonly RevisionId[]): string {
  if (selection.kind === 'all') return 'orchestrate upgrade --all';
  const extension = selection.kind === 'core' ? '' : ` --extension ${selection.name}`;
  const [id] = targets;
  return `orchestrate upgrade${extension}${target === 'head' || id === undefined ? '' : ` --target ${shellWord(revisionNameOf(id))}`}`;
}

function targetsOf(
  { workspace, graph, applied }: PlanState,
  { selection, target = 'head' }: UpgradeOptions,
): readonly RevisionId[] {
  if (selection.kind === 'all') {
    if (target !== 'head') throw targetOfAll(target, 'leave --target out');
    return headsOfAll(graph);
  }
  const { name: extension } = selectExtension(workspace, selection.kind === 'core' ? CORE : selection.name);
  const resolved = resolveTarget({ graph, applied, extension, target });
  return resolved.kind === 'base' ? [] : resolved.ids;
}

function headsOfAll(graph: RevisionGraph): readonly RevisionId[] {
  return graph.extensions.flatMap((extension) => graph.headsOf(extension));
}
