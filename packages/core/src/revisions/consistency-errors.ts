import { assertNever, OrchestrateError } from '../errors.js';
import { shellWord } from '../shell-word.js';
import type { HistoryProblem, InstalledVersion } from './history-problem.js';
import { extensionOf, revisionNameOf } from './revision.js';

/** A {@link HistoryProblem} in words. */
export interface ExplainedHistoryProblem {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** Throws one error that names every problem, unless there is none. */
export function assertConsistent(problems: readonly HistoryProblem[]): void {
  const [first, ...others] = problems;
  if (first !== undefined) throw historyError([first, ...others]);
}

/** The error for problems of the history: of a single one its own, otherwise one that lists all. */
export function historyError(problems: readonly [HistoryProblem, ...HistoryProblem[]]): OrchestrateError {
  const explained = problems.map((problem) => ({ ...explainHistoryProblem(problem), revision: problem.id }));
  const meta = { problems: explained };
  if (explained.length === 1) return new OrchestrateError({ ...explainHistoryProblem(problems[0]), meta });
  return new OrchestrateError({
    code: 'HISTORY.INCONSISTENT',
    message: [
      `The history of the database has ${explained.length} problems:`,
      ...explained.map(({ message, fix }) => `- ${message}. ${fix}`),
    ].join('\n'),
    fix: 'Resolve each of them as said beside it, then run the command again.',
    meta,
  });
}

/** Says what is wrong with which revision, and what resolves it. */
export function explainHistoryProblem(problem: HistoryProblem): ExplainedHistoryProblem {
  const explained = explain(problem);
  const fix = problem.installed === undefined ? null : fixOfInstalled(problem, problem.installed);
  return fix === null ? explained : { ...explained, fix };
}

/** What resolves a problem of an extension whose files are a package's; null for what is resolved in the database anyway. */
function fixOfInstalled(problem: HistoryProblem, installed: InstalledVersion): string | null {
  const { package: name, head } = installed;
  switch (problem.kind) {
    case 'failed':
      return null;
    case 'edited':
      return `${name} is installed, and its author has changed an applied revision. Install the version that was applied, or a newer one in which ${problem.revision.name} is as it was. Where the difference does nothing (a comment, say), record the file as it is: \`orchestrate repair ${shellWord(problem.id)}\`.`;
    case 'missing-directory':
      return `${name} is installed, and does not have it: install a version that does.${backTo(problem.row.extension, head)}`;
    case 'parent-not-applied':
    case 'requirement-not-applied':
      return `${name} is installed, and its author has changed what an applied revision needs: install the version that was applied, or a newer one in which that is put right${orRecord(missingOf(problem), problem.stamp)}.`;
    case 'squash-unfinished':
      return `${name} is installed, and has the squash only: install a version that still has ${problem.missing.map(revisionNameOf).join(', ')}, run \`orchestrate upgrade --extension ${problem.squash.extension}\`, then install this one again${orRecord(problem.id, problem.done)}.`;
    default:
      return assertNever(problem);
  }
}

function missingOf(
  problem: Extract<HistoryProblem, { kind: 'parent-not-applied' | 'requirement-not-applied' }>,
): string {
  return problem.kind === 'parent-not-applied' ? problem.parent : problem.requirement;
}

function backTo(extension: string, head: string | null): string {
  if (head === null) return '';
  return ` To go back to this version, revert there first what it does not have: \`orchestrate downgrade --extension ${extension} --target ${shellWord(head)}\`.`;
}

function explain(problem: HistoryProblem): ExplainedHistoryProblem {
  switch (problem.kind) {
    case 'failed':
      return explainFailed(problem);
    case 'edited':
      return {
        code: 'HISTORY.EDITED',
        message: `Revision ${problem.id} was edited after it was applied: the history has checksum ${problem.row.checksum}, migration.sql now has ${problem.revision.checksum}`,
        fix: `Restore migration.sql of ${problem.id} from version control, and put the change into a new revision: \`orchestrate revision --extension ${problem.revision.extension} -m "…"\`. Where the change is meant for databases that have it already (a comment, say), record the file as it is: \`orchestrate repair ${shellWord(problem.id)}\`.`,
      };
    case 'missing-directory':
      return {
        code: 'HISTORY.MISSING_REVISION',
        message: `Revision ${problem.id} is applied, but its directory does not exist`,
        fix: `Restore the directory ${problem.row.name} among the revisions of extension "${problem.row.extension}" from version control; if it was renamed, give it that name again; if it is of another branch, downgrade there first${orUndone(problem.row.extension, problem.undone)}.`,
      };
    case 'parent-not-applied':
      return {
        code: 'HISTORY.PARENT_NOT_APPLIED',
        message: `Revision ${problem.id} is applied, but its parent ${problem.parent} is not`,
        fix: `Name a parent that is applied in revision.json of ${problem.id}, as it was when the revision was applied${orRecord(problem.parent, problem.stamp)}.`,
      };
    case 'requirement-not-applied':
      return {
        code: 'HISTORY.REQUIREMENT_NOT_APPLIED',
        message: `Revision ${problem.id} is applied, but ${problem.requirement}, which it requires, is not`,
        fix: `Take it out of "requires" in revision.json of ${problem.id}, as it was when the revision was applied${orRecord(problem.requirement, problem.stamp)}.`,
      };
    case 'squash-unfinished':
      return {
        code: 'HISTORY.SQUASH_UNFINISHED',
        message: `Of what ${problem.id} folds, some is applied; ${problem.missing.join(', ')} ${problem.missing.length === 1 ? 'is' : 'are'} not, and without ${problem.missing.length === 1 ? 'its directory' : 'their directories'} this database cannot get there`,
        fix: `Restore ${problem.missing.map(revisionNameOf).join(', ')} among the revisions of extension "${problem.squash.extension}" from version control, run \`orchestrate upgrade --extension ${problem.squash.extension}\`, and remove them again once every database is through${orRecord(problem.id, problem.done)}.`,
      };
    default:
      return assertNever(problem);
  }
}

type Failed = Extract<HistoryProblem, { kind: 'failed' }>;

/**
 * Nobody but a person can tell how much of a failed revision is in the database. (Revisions that stopped half-way under
 * orchestrate's own step record go on by themselves and never come here.)
 */
function explainFailed({ id, row, isGone, done }: Failed): ExplainedHistoryProblem {
  const reason = row.logs === null ? null : firstLine(saidByDatabase(row.logs));
  const message = [
    `Revision ${id} was started at ${row.startedAt.toISOString()} and did not finish`,
    reason === null ? '' : `: ${reason}`,
    isGone ? '; its directory does not exist' : '',
  ].join('');
  const instead =
    done === null ? '' : ` If all of it is there, record that instead: ${stampCommand(row.extension, done)}.`;
  return {
    code: 'HISTORY.FAILED',
    message,
    fix: `Undo by hand what it has done to the database, record that with \`orchestrate stamp --purge ${shellWord(id)}\`, and run the command again.${instead}`,
  };
}

function orRecord(id: string, target: string | null): string {
  return target === null
    ? ''
    : `; or, if the database has all that ${id} does, record it: ${stampCommand(extensionOf(id), target)}`;
}

function orUndone(extension: string, target: string | null): string {
  return target === null
    ? ''
    : `; or, once what it has done is undone by hand, record that: ${stampCommand(extension, target)}`;
}

function stampCommand(extension: string, target: string): string {
  return `\`orchestrate stamp --extension ${extension} ${shellWord(target)}\``;
}

/** Prisma begins with the same advice each time, and has at the end what the database said. */
function saidByDatabase(logs: string): string {
  return logs.split(/^Database error:$/m).at(-1) ?? logs;
}

function firstLine(logs: string): string | null {
  const line = logs.split(/\r?\n/).find((candidate) => candidate.trim() !== '');
  return line === undefined ? null : line.trim().slice(0, 200);
}
