import { describe, expect, it } from 'vitest';
import { findOutOfOrder } from './out-of-order.js';
import type { RevisionId } from './revision.js';
import { buildGraph } from './revision-graph.js';
import { revision } from './revisions.test-support.js';

const graph = buildGraph([
  revision('core/20260101000000_init'),
  revision('core/20260102000000_left', { parents: ['20260101000000_init'] }),
  revision('core/20260103000000_right', { parents: ['20260101000000_init'] }),
  revision('blog/20260104000000_init', { requires: ['core/20260102000000_left'] }),
  revision('blog/20260105000000_more', { parents: ['20260104000000_init'] }),
]);

describe('findOutOfOrder', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['nothing of an empty database', [], []],
    ['nothing of what simply goes on', ['core/20260101000000_init', 'core/20260102000000_left'], []],
    [
      'a branch that came late',
      ['core/20260101000000_init', 'core/20260103000000_right'],
      ['core/20260102000000_left'],
    ],
    [
      'what an applied revision of another extension needs, however far behind',
      ['blog/20260105000000_more'],
      ['core/20260101000000_init', 'core/20260102000000_left', 'blog/20260104000000_init'],
    ],
  ])('finds %s', (_, applied, expected) => {
    expect(findOutOfOrder(graph, new Set<RevisionId>(applied))).toEqual(expected);
  });
});
