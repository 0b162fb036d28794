import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Revision, RevisionId } from './revision.js';
import { buildGraph } from './revision-graph.js';
import { revision, revisionSets, shuffle } from './revisions.test-support.js';
import { withoutForeignCore } from './without-foreign-core.js';

const PACKAGED = new Set(['audit', 'notes']);
const AUTHORS = 'core/20240101000000_authors';

function orderOf(...revisions: readonly Revision[]): readonly RevisionId[] {
  return buildGraph(withoutForeignCore(revisions, PACKAGED)).order.map(({ id }) => id);
}

const CORE = [revision('core/20260101000000_a'), revision('core/20260301000000_b', { parents: ['20260101000000_a'] })];

describe('a revision of a package that requires the core of its author', () => {
  it('comes after all of core where nothing needs it', () => {
    const audit = revision('audit/20250101000000_x', { requires: [AUTHORS] });
    const next = revision('audit/20250601000000_y', { parents: ['20250101000000_x'], requires: [AUTHORS] });
    expect(orderOf(...CORE, next, audit).slice(2)).toEqual([audit.id, next.id]);
  });

  it('comes when the first thing that needs it does, through other packages too', () => {
    const audit = revision('audit/20250101000000_x', { requires: [AUTHORS] });
    const notes = revision('notes/20250201000000_x', { requires: [AUTHORS, audit.id] });
    const blog = revision('blog/20260201000000_x', { requires: [notes.id] });
    expect(orderOf(blog, notes, audit, ...CORE)).toEqual([
      'core/20260101000000_a',
      audit.id,
      notes.id,
      blog.id,
      'core/20260301000000_b',
    ]);
  });

  it('keeps what it requires of a core revision that is here', () => {
    const [first] = CORE;
    const audit = revision('audit/20250101000000_x', { requires: [first?.id ?? ''] });
    expect(orderOf(audit, ...CORE)).toEqual([first?.id, audit.id, 'core/20260301000000_b']);
  });

  it('is missed in an extension of the workspace', () => {
    const { problems } = buildGraph(withoutForeignCore([revision('blog/1', { requires: [AUTHORS] })], PACKAGED));
    expect(problems).toMatchObject([{ kind: 'missing-requirement', requirement: AUTHORS }]);
  });

  it('leaves one order, in which everything comes after what it needs', () => {
    fc.assert(
      fc.property(revisionSets, fc.infiniteStream(fc.boolean()), fc.nat(), (set, flags, seed) => {
        const marked = set.map((each) => (flags.next().value ? { ...each, afterCore: true } : each));
        const { order, positions } = buildGraph(marked);
        expect(order).toHaveLength(set.length);
        expect(buildGraph(shuffle(marked, seed)).order).toEqual(order);
        for (const { id, parents, requires } of order) {
          for (const needed of [...parents, ...requires]) {
            expect(positions.get(needed)).toBeLessThan(positions.get(id) ?? -1);
          }
        }
      }),
    );
  });
});
