import { describe, expect, it } from 'vitest';
import { type Divergence, findDivergence } from './divergence.js';
import type { Revision } from './revision.js';
import { buildGraph } from './revision-graph.js';
import { revision } from './revisions.test-support.js';

const trunk = [revision('a/1'), revision('a/2', { parents: ['1'] })];
const left = revision('a/3l', { parents: ['2'] });
const right = revision('a/3r', { parents: ['2'] });

describe('findDivergence', () => {
  it.each<[string, readonly Revision[], readonly Divergence[]]>([
    ['a straight history', trunk, []],
    ['two branches', [...trunk, left, right], [{ extension: 'a', forkPoint: 'a/2', heads: ['a/3l', 'a/3r'] }]],
    ['branches that a merge joined', [...trunk, left, right, revision('a/4', { parents: ['3l', '3r'] })], []],
    [
      'a merge of two of three branches',
      [...trunk, left, right, revision('a/3x', { parents: ['1'] }), revision('a/4', { parents: ['3l', '3r'] })],
      [{ extension: 'a', forkPoint: 'a/1', heads: ['a/3x', 'a/4'] }],
    ],
    [
      'two first revisions',
      [revision('a/1'), revision('a/2')],
      [{ extension: 'a', forkPoint: null, heads: ['a/1', 'a/2'] }],
    ],
    [
      'branches of which another extension requires both',
      [...trunk, left, right, revision('b/1', { requires: ['a/3l', 'a/3r'] })],
      [{ extension: 'a', forkPoint: 'a/2', heads: ['a/3l', 'a/3r'] }],
    ],
  ])('%s', (_, revisions, expected) => {
    expect(findDivergence(buildGraph(revisions))).toEqual(expected);
  });
});
