import type { Finding } from '../../findings.js';
import { findDivergence } from '../../revisions/divergence.js';
import type { Revision, RevisionId } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';
import { filesOf } from './chain-links.js';
import { nameList } from './name-list.js';

/** Branches that nothing joins. */
export function divergenceFindings(graph: RevisionGraph, root: string): readonly Finding[] {
  return findDivergence(graph).map(({ extension, forkPoint, heads }) => {
    const last = graph.byId.get(heads.at(-1) ?? '');
    return {
      code: 'CHECK.DIVERGED',
      severity: 'error',
      message: `${extension} has several heads: ${heads.join(', ')}; they part ${forkPoint === null ? 'from the start' : `after ${forkPoint}`}`,
      extension,
      where: last === undefined ? null : { file: filesOf(root, last).manifest, line: 1, column: 1 },
      fix: `Join them: orchestrate merge --extension ${extension}`,
      related: [],
    };
  });
}

/** Revisions that cannot be reverted, told once for each extension: an adopted history has hundreds. */
export function noDownFindings(without: readonly Revision[]): readonly Finding[] {
  return [...new Set(without.map(({ extension }) => extension))].map((extension) => {
    const ids = without.filter((revision) => revision.extension === extension).map(({ id }): RevisionId => id);
    const are = ids.length === 1 ? 'A revision' : `${ids.length} revisions`;
    return {
      code: 'CHECK.NO_DOWN',
      severity: 'notice',
      message: `${are} of ${extension} cannot be reverted, having no down.sql: ${nameList(ids)}`,
      extension,
      where: null,
      fix: 'Write one where it is to be possible (an empty file where there is nothing to undo).',
      related: [],
    };
  });
}
