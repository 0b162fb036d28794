import { CORE } from '../../extension.js';
import type { RevisionId } from '../../revisions/revision.js';
import { revisionId, revisionNameOf } from '../../revisions/revision.js';
import { revisionsAsOf } from '../../revisions/revisions-as-of.js';
import { resolveUnqualified } from '../../revisions/target.js';
import { targetOfAll } from '../../revisions/target-errors.js';
import { parseTargetList } from '../../revisions/target-list.js';
import { parseTargetTime } from '../../revisions/target-time.js';
import { shellWord } from '../../shell-word.js';
import type { Selection } from '../upgrade.js';
import type { PlanState } from './migrate.js';
import { selectExtension } from './select-extension.js';

/** Where one extension is to go. */
export interface Goal {
  readonly extension: string;
  /** None for the state before the first revision. */
  readonly targets: readonly RevisionId[];
}

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
  return options.selection.kind === 'all' ? goalsOfAll(options, state) : goalsOfList(options, state);
}

function goalsOfAll({ target, direction }: ResolveGoalsOptions, state: PlanState): ResolvedGoals {
  const { workspace, graph, applied, view } = state;
  const goalsOf = (targetsOf: (extension: string) => readonly RevisionId[]): readonly Goal[] =>
    workspace.extensions.map(({ name }) => ({ extension: name, targets: targetsOf(name) }));
  if (target === 'head') {
    const flags = direction === 'upgrade' ? ' --all' : ' --all --target head';
    return { goals: goalsOf((name) => graph.headsOf(name)), flags };
  }
  if (target === 'base') return { goals: goalsOf(() => []), flags: ' --all --target base' };

  const timestamp = parseTargetTime(target);
  if (timestamp === null) throw targetOfAll(target, 'give head, base or a point in time');
  const isApplied = (id: RevisionId): boolean => applied.has(id);
  const isCounted =
    direction === 'downgrade' ? isApplied : (id: RevisionId) => !isApplied(id) && !view.recordOnly.has(id);
  const wanted = revisionsAsOf({ graph, timestamp, isCounted });
  const goals = goalsOf((name) =>
    graph
      .revisionsOf(name)
      .map(({ id }) => id)
      .filter((id) => wanted.has(id) && (direction === 'upgrade' || isApplied(id))),
  );
  return { goals, flags: ` --all --target ${shellWord(target)}` };
}

function goalsOfList({ selection, target, direction }: ResolveGoalsOptions, state: PlanState): ResolvedGoals {
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
