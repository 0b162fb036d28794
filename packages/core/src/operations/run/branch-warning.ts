import type { OrchestrateEvent } from '../../events.js';
import { findDivergence } from '../../revisions/divergence.js';
import type { Revision } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';

/**
 * What a run is warned of that applies revisions of branches which nothing has joined: nobody has seen yet whether they
 * lead to the same in every order, and the next database may get them in another one.
 */
export function branchWarning(graph: RevisionGraph, revisions: readonly Revision[]): OrchestrateEvent | null {
  const applied = new Set(revisions.map(({ extension }) => extension));
  const diverged = findDivergence(graph).filter(({ extension }) => applied.has(extension));
  if (diverged.length === 0) return null;
  const names = diverged.map(({ extension, heads }) => `${extension} (${heads.join(', ')})`);
  return {
    kind: 'warning',
    code: 'UPGRADE.DIVERGED',
    message: `Branches are applied that nothing has joined: ${names.join('; ')}.`,
    fix: 'Run `orchestrate merge`, which shows whether they lead to the same schema in every order, before other databases get them.',
  };
}
