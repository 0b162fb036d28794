import type { HistoryRow } from './history-row.js';
import { historyRowState } from './history-row.js';
import type { StampPlan } from './plan-stamp.js';
import type { RevisionId } from './revision.js';
import { revisionId } from './revision.js';
import { ambiguousTarget, unknownTarget } from './target-errors.js';

/** What {@link planPurge} decides from. */
export interface PlanPurgeOptions {
  readonly extension: string;
  /** The name of a revision or the start of it. */
  readonly text: string;
  /** Names of the revisions of the extension that are on disk; the history may have others. */
  readonly names: readonly string[];
  readonly history: readonly HistoryRow[];
}

/** What {@link planPurge} gives. */
export type PurgePlan =
  | Extract<StampPlan, { kind: 'plan' }>
  | { readonly kind: 'not-failed'; readonly revision: RevisionId; readonly isApplied: boolean };

/**
 * Which rows to mark as rolled back so that a failed revision counts for nothing but the record. Empty where its rows
 * say so already. The revision needs no directory.
 *
 * @throws OrchestrateError `TARGET.UNKNOWN` or `TARGET.AMBIGUOUS`; of several that a start fits, a single failed one is meant
 */
export function planPurge({ extension, text, names, history }: PlanPurgeOptions): PurgePlan {
  const own = history.filter((row) => row.extension === extension);
  const isFailed = (row: HistoryRow): boolean => historyRowState(row) === 'failed';
  const failedNames = own.filter(isFailed).map(({ name }) => name);
  const elsewhere = history
    .filter((row) => row.extension !== extension && isFailed(row) && text !== '' && row.name.startsWith(text))
    .map((row) => revisionId(row.extension, row.name));
  const name = findName({ extension, text, names: [...names, ...own.map((row) => row.name)], failedNames, elsewhere });
  const rows = own.filter((row) => row.name === name);
  const revision = revisionId(extension, name);
  const rolledBack = rows.filter(isFailed);
  if (rows.every((row) => historyRowState(row) === 'applied')) {
    return { kind: 'not-failed', revision, isApplied: rows.length > 0 };
  }
  return {
    kind: 'plan',
    recorded: [],
    unrecorded: rolledBack.length === 0 ? [] : [{ revision, was: 'failed' }],
    rolledBack,
  };
}

interface FindNameOptions extends Omit<PlanPurgeOptions, 'history'> {
  readonly failedNames: readonly string[];
  /** Failed revisions of other extensions that could be meant. */
  readonly elsewhere: readonly RevisionId[];
}

function findName({ extension, text, names, failedNames, elsewhere }: FindNameOptions): string {
  if (names.includes(text)) return text;
  const startingWith = (all: readonly string[]): readonly string[] =>
    text === '' ? [] : [...new Set(all.filter((name) => name.startsWith(text)))];
  const failed = startingWith(failedNames);
  const [name, ...others] = failed.length > 0 ? failed : startingWith(names);
  if (name === undefined)
    throw unknownTarget({ text, extension, names: [...new Set(names)], accepts: 'names', elsewhere });
  if (others.length > 0) {
    throw ambiguousTarget({ text, extension, candidates: [name, ...others].map((each) => ({ name: each })) });
  }
  return name;
}
