import { CORE } from '../../extension.js';
import type { Goal } from '../../revisions/goal.js';
import type { RevisionId } from '../../revisions/revision.js';
import { revisionId, revisionNameOf } from '../../revisions/revision.js';
import { revisionsAsOf } from '../../revisions/revisions-as-of.js';
import { resolveUnqualified } from '../../revisions/target.js';
import { parseTargetList } from '../../revisions/target-list.js';
import { shellWord } from '../../shell-word.js';
import type { Selection } from '../upgrade.js';
import { goalsOfAll } from './goals-of-all.js';
import type { PlanState } from './migrate.js';
import { selectExtension } from './select-extension.js';

/** What {@link resolveGoals} decides from. */
export interface ResolveGoalsOptions {
  readonly selection: Selection;
  readonly target: string;
  /** Whether revisions that are not applied can be meant by a point in time. */
  readonly direction: 'upgrade' | 'downgrade';
}

/** Where extensions are to go, and the flags that mean the same after a part of the way. */
export interface ResolvedGoals {
  readonly goals: readonly Goal[];
  /** As they follow `orchestrate upgrade` or `orchestrate downgrade`, a blank first. */
  readonly flags: string;
}

/**
 * Finds out what `--target` means together with `--extension` or `--all`.
 *
 * @throws OrchestrateError `TARGET.*`, `WORKSPACE.UNKNOWN_EXTENSION`
 */
export function resolveGoals(options: ResolveGoalsOptions, state: PlanState): ResolvedGoals {
  return options.selection.kind === 'all' ? resolveAll(options, state) : resolveList(options, state);
}

function resolveAll({ target, direction }: ResolveGoalsOptions, state: PlanState): ResolvedGoals {
  const { workspace, graph, applied, view } = state;
  const isApplied = (id: RevisionId): boolean => applied.has(id);
  const isCounted =
    direction === 'downgrade' ? isApplied : (id: RevisionId) => !isApplied(id) && !view.recordOnly.has(id);
  const asOf = (timestamp: string): ReadonlySet<RevisionId> => {
    const wanted = revisionsAsOf({ graph, timestamp, isCounted });
    return direction === 'upgrade' ? wanted : new Set([...wanted].filter(isApplied));
  };
  const goals = goalsOfAll({ target, workspace, graph, asOf });
  const isDefault = direction === 'upgrade' && target === 'head';
  return { goals, flags: isDefault ? ' --all' : ` --all --target ${shellWord(target)}` };
}

function resolveList({ selection, target, direction }: ResolveGoalsOptions, state: PlanState): ResolvedGoals {
  const { workspace, graph, applied, view } = state;
  const chosen = selection.kind === 'extension' ? selectExtension(workspace, selection.name).name : null;
  const items = parseTargetList({
    target,
    chosen,
    isName: ({ extension, text }) => graph.byId.has(revisionId(extension, text)),
  });
  const resolved = items.map(({ extension: named, text }) => {
    const { name: extension } = selectExtension(workspace, named);
    const found = resolveUnqualified({ graph, applied, extension, target: text, foldedInto: view.foldedInto });
    const targets = found.kind === 'base' ? [] : found.ids;
    const [id] = targets;
    // A relative target means something else after half of a plan, so the revision is named.
    const isKept = text === 'head' || text === 'base';
    const lasting = isKept ? text : found.kind === 'base' ? 'base' : id === undefined ? text : revisionNameOf(id);
    return { extension, targets, lasting };
  });
  const goals = resolved.map(({ extension, targets }) => ({ extension, targets }));
  const [only, ...others] = resolved;
  if (only === undefined || others.length > 0) {
    const list = resolved.map(({ extension, lasting }) => `${extension}@${lasting}`).join(',');
    return { goals, flags: ` --target ${shellWord(list)}` };
  }
  const { extension, lasting } = only;
  const isDefault = direction === 'upgrade' && lasting === 'head';
  return {
    goals,
    flags: `${extension === CORE ? '' : ` --extension ${extension}`}${isDefault ? '' : ` --target ${shellWord(lasting)}`}`,
  };
}
