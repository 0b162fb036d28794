import path from 'node:path';
import { rootRelative } from '../../config/root-relative.js';
import type { Finding } from '../../findings.js';
import { explainHistoryProblem } from '../../revisions/consistency-errors.js';
import type { HistoryProblem } from '../../revisions/history-problem.js';
import type { RevisionId } from '../../revisions/revision.js';
import { extensionOf } from '../../revisions/revision.js';
import type { AppliedState } from '../run/applied-state.js';
import { halfDoneError } from '../run/run-errors.js';
import { nameList } from './name-list.js';

/** What {@link historyFindings} looks at. */
export interface HistoryFindingsOptions {
  readonly state: AppliedState;
  /** Only revisions of these extensions. */
  readonly extensions: readonly string[];
  readonly root: string;
}

/** What a database says of the revisions that it has, or has not. */
export function historyFindings({ state, extensions, root }: HistoryFindingsOptions): readonly Finding[] {
  const isChecked = (id: RevisionId): boolean => extensions.includes(extensionOf(id));
  const { graph, applied, view } = state;
  const fileOf = (id: RevisionId, name: string): Finding['where'] => {
    const revision = graph.byId.get(id);
    return revision === undefined
      ? null
      : { file: rootRelative(root, path.join(revision.directory, name)), line: 1, column: 1 };
  };
  const common = (id: RevisionId) => ({ extension: extensionOf(id), related: [] });

  const problems = state.problems
    .filter(({ id }) => isChecked(id))
    .map((problem): Finding => {
      const where = fileOf(problem.id, FILES[problem.kind]);
      return { ...explainHistoryProblem(problem), severity: 'error', where, ...common(problem.id) };
    });
  const halfDone = [...state.halfDone]
    .filter(([id]) => isChecked(id))
    .map(([id, direction]): Finding => {
      const { code, message, fix } = halfDoneError(id, direction);
      const where = fileOf(id, direction === 'up' ? 'migration.sql' : 'down.sql');
      return { code, severity: 'error', message, fix, where, ...common(id) };
    });
  const waiting = extensions.flatMap((extension): readonly Finding[] => {
    const revisions = graph.revisionsOf(extension);
    const has = (id: RevisionId): boolean => applied.has(id) || view.effective.has(id);
    const pending = revisions.filter(({ id }) => !has(id)).map(({ id }) => id);
    const last = revisions.findLastIndex(({ id }) => has(id));
    const late = revisions.slice(0, last + 1).filter(({ id }) => !has(id));
    return [
      ...late.map(
        ({ id }): Finding => ({
          code: 'CHECK.OUT_OF_ORDER',
          severity: 'warning',
          message: `${id} is not applied, and ${revisions[last]?.id ?? ''}, which comes after it, is`,
          where: fileOf(id, 'migration.sql'),
          fix: `If they do not depend on each other, \`orchestrate upgrade --extension ${extension}\` applies it now; a fresh database gets it first.`,
          ...common(id),
        }),
      ),
      ...(pending.length === 0
        ? []
        : [
            {
              code: 'CHECK.NOT_APPLIED',
              severity: 'notice' as const,
              message: `${pending.length === 1 ? `A revision of ${extension} is` : `${pending.length} revisions of ${extension} are`} not applied yet: ${nameList(pending)}`,
              extension,
              where: null,
              fix: `orchestrate upgrade --extension ${extension}`,
              related: [],
            },
          ]),
    ];
  });
  return [...problems, ...halfDone, ...waiting];
}

/** The file that says something about the problem. */
const FILES: Readonly<Record<HistoryProblem['kind'], string>> = {
  failed: 'migration.sql',
  edited: 'migration.sql',
  'missing-directory': 'migration.sql',
  'parent-not-applied': 'revision.json',
  'requirement-not-applied': 'revision.json',
  'squash-unfinished': 'revision.json',
};
