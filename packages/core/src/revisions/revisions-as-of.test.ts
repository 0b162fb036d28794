import { describe, expect, it } from 'vitest';
import { buildGraph } from './revision-graph.js';
import { revision } from './revisions.test-support.js';
import { revisionsAsOf } from './revisions-as-of.js';
import { viewFor } from './squash-view.js';

const A1 = 'a/20260101000000_one';
const A2 = 'a/20260301000000_two';
const B0 = 'b/init';
const B1 = 'b/20260201000000_late_need';

/** `late_need` is older by its name than what it needs. */
const revisions = [
  revision(A1),
  revision(A2, { parents: ['20260101000000_one'] }),
  revision(B0),
  revision(B1, { parents: ['init'], requires: [A2] }),
];

function asOf(timestamp: string, all = revisions, applied: readonly string[] = []): readonly string[] {
  const { revisions: seen } = viewFor(all, new Set(applied));
  return [...revisionsAsOf({ graph: buildGraph(seen), timestamp, isCounted: () => true })].sort();
}

describe('revisionsAsOf', () => {
  it('leaves out what is later, and takes along what an earlier one needs', () => {
    expect(asOf('20251231235959')).toEqual([B0]);
    expect(asOf('20260101000000')).toEqual([A1, B0]);
    expect(asOf('20260201000000')).toEqual([A1, A2, B1, B0]);
  });

  const squash = { ...revision('a/20260601000000_squash'), replaces: [A1, A2] };
  const folded = [...revisions, squash];

  it('takes a squash for as old as the latest that it folds', () => {
    expect(asOf('20251231235959', folded)).toEqual([B0]);
    expect(asOf('20260301000000', folded)).toEqual([squash.id, B1, B0]);
  });

  it('refuses a time within a squash, unless the database is in the middle of it', () => {
    const attempt = () => asOf('20260115000000', folded);
    expect(attempt).toThrow(expect.objectContaining({ code: 'TARGET.FOLDED', kind: 'usage' }));
    const graph = buildGraph(viewFor(folded, new Set([A1])).revisions);
    const included = revisionsAsOf({ graph, timestamp: '20260115000000', isCounted: (id) => id !== squash.id });
    expect([...included].sort()).toEqual([A1, B0]);
  });
});
