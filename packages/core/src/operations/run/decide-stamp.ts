import { CORE } from '../../extension.js';
import type { Goal } from '../../revisions/goal.js';
import { planPurge } from '../../revisions/plan-purge.js';
import { planStamp } from '../../revisions/plan-stamp.js';
import type { RevisionId } from '../../revisions/revision.js';
import { revisionId } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';
import { buildGraph } from '../../revisions/revision-graph.js';
import { revisionsAsOf } from '../../revisions/revisions-as-of.js';
import { viewFor } from '../../revisions/squash-view.js';
import { stampTarget } from '../../revisions/stamp-target.js';
import { QUALIFIED, resolveUnqualified } from '../../revisions/target.js';
import { targetOfOtherExtension } from '../../revisions/target-errors.js';
import type { TargetItem } from '../../revisions/target-list.js';
import { parseTargetList } from '../../revisions/target-list.js';
import { squashesOf } from '../../revisions/with-folded.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { Selection } from '../upgrade.js';
import type { AppliedState } from './applied-state.js';
import { graphOf } from './applied-state.js';
import { goalsOfAll } from './goals-of-all.js';
import type { OpenWorkspace } from './open-workspace.js';
import { selectExtension } from './select-extension.js';
import { stampBlocked, stampIncomplete, stampNotFailed } from './stamp-errors.js';
import type { PlannedStamp } from './write-stamp.js';

const NOTHING_APPLIED: ReadonlySet<RevisionId> = new Set();

/** What a stamp is asked for. */
export interface StampRequest {
  readonly selection: Selection;
  readonly target: string;
  /** Only the failed rows of the target. */
  readonly purge?: boolean | undefined;
}

/**
 * What a stamp has to write.
 *
 * @throws OrchestrateError `STAMP.*`, `TARGET.*`
 */
export function decideStamp(request: StampRequest, open: OpenWorkspace, state: AppliedState): PlannedStamp {
  if (request.purge === true) return decidePurge(request, open, state);
  const goals = stampGoals(request, open, state.graph);
  const graph = graphWith(goals, open, state);
  const { revisions } = open;
  const plan = planStamp({ graph, revisions, history: state.rows, halfDone: state.halfDone, goals });
  const extensions = goals.map(({ extension }) => extension);
  if (plan.kind === 'plan') return { ...plan, rows: state.rows, extensions };
  throw plan.kind === 'incomplete'
    ? stampIncomplete({ graph, applied: state.applied, missing: plan.missing })
    : stampBlocked(plan.dependents);
}

/**
 * What the histories are to say; the graph is that of the database, or of an empty one where only the request is checked.
 *
 * @throws OrchestrateError `TARGET.*`, `WORKSPACE.UNKNOWN_EXTENSION`
 */
export function stampGoals(request: StampRequest, open: OpenWorkspace, graph: RevisionGraph): readonly Goal[] {
  return request.selection.kind === 'all' ? allGoals(request, open, graph) : listedGoals(request, open, graph);
}

function allGoals(
  { target }: StampRequest,
  { workspace, revisions }: OpenWorkspace,
  graph: RevisionGraph,
): readonly Goal[] {
  const asOf = (timestamp: string): ReadonlySet<RevisionId> => {
    // A squash that is only recorded is a name for what it folds, and that has times of its own.
    const folding = new Set(
      revisions.filter(({ replaces }) => replaces.some((id) => graph.byId.has(id))).map(({ id }) => id),
    );
    return revisionsAsOf({ graph, timestamp, isCounted: (id) => !folding.has(id) });
  };
  return goalsOfAll({ target, workspace, graph, asOf });
}

function listedGoals(
  { selection, target }: StampRequest,
  { workspace, revisions }: OpenWorkspace,
  graph: RevisionGraph,
): readonly Goal[] {
  const chosen = selection.kind === 'extension' ? selectExtension(workspace, selection.name).name : null;
  // Every revision on disk can be recorded, a folded one too; heads are those of the database.
  const named: RevisionGraph = { ...buildGraph(revisions), headsOf: graph.headsOf };
  const isName = ({ extension, text }: TargetItem): boolean => named.byId.has(revisionId(extension, text));
  return parseTargetList({ target, chosen, isName }).map(({ extension: wanted, text }) => {
    const { name: extension } = selectExtension(workspace, wanted);
    const options = { graph: named, applied: NOTHING_APPLIED, extension, target: text, isAbsolute: true };
    const resolved = resolveUnqualified(options);
    return { extension, targets: resolved.kind === 'base' ? [] : resolved.ids };
  });
}

/** The revisions as the database sees them once these goals are applied, whatever is folded in it now. */
function graphWith(goals: readonly Goal[], open: OpenWorkspace, state: AppliedState): RevisionGraph {
  const folded = goals.flatMap(({ targets }) => targets).filter((id) => !state.graph.byId.has(id));
  if (folded.length === 0) return state.graph;
  const squashes = new Set<RevisionId>(folded.flatMap((id) => [...squashesOf(open.revisions, id)]));
  const applied = [...state.applied].filter((id) => !squashes.has(id));
  return graphOf(viewFor(open.revisions, new Set([...applied, ...folded])), open);
}

function decidePurge({ selection, target }: StampRequest, open: OpenWorkspace, state: AppliedState): PlannedStamp {
  const { workspace, revisions } = open;
  const { extension, text } = purgedRevision({ selection, target }, workspace);
  const names = revisions.filter((revision) => revision.extension === extension).map(({ name }) => name);
  const plan = planPurge({ extension, text, names, history: state.rows });
  if (plan.kind === 'plan') return { ...plan, rows: state.rows, extensions: [extension] };
  const { revision, isApplied } = plan;
  const others = [...state.applied].filter((id) => id !== revision);
  throw stampNotFailed(revision, { isApplied, before: stampTarget({ graph: state.graph, extension, wanted: others }) });
}

function purgedRevision(
  { selection, target }: StampRequest,
  workspace: Workspace,
): { extension: string; text: string } {
  const chosen = selection.kind === 'extension' ? selection.name : null;
  const [, named, rest] = QUALIFIED.exec(target) ?? [];
  const { name: extension } = selectExtension(workspace, chosen ?? named ?? CORE);
  if (named !== undefined && named !== extension) throw targetOfOtherExtension({ target, extension, named });
  return { extension, text: rest ?? target };
}
