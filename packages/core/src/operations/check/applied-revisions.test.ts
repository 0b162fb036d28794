import { describe, expect, it } from 'vitest';
import type { Revision } from '../../revisions/revision.js';
import { buildGraph } from '../../revisions/revision-graph.js';
import { revision } from '../../revisions/revisions.test-support.js';
import { viewFor } from '../../revisions/squash-view.js';
import { appliedRevisions } from './applied-revisions.js';

const ONE = revision('a/1');
const TWO = revision('a/2', { parents: ['1'] });
const THREE = revision('a/3', { parents: ['2'] });
const SQUASH: Revision = { ...revision('a/9'), replaces: ['a/1', 'a/2'] };

function replayed(revisions: readonly Revision[], ids: readonly string[]): readonly string[] | null {
  const applied = new Set(ids);
  const view = viewFor(revisions, applied);
  const found = appliedRevisions({ graph: buildGraph(view.revisions), view, applied }, revisions);
  return found?.map(({ id, sql }) => (sql === '' ? `${id} empty` : id)) ?? null;
}

describe('appliedRevisions', () => {
  it.each<[string, readonly Revision[], readonly string[], readonly string[] | null]>([
    ['what is applied, in plan order', [ONE, TWO, THREE], ['a/2', 'a/1'], ['a/1', 'a/2']],
    ['a squash that was run', [SQUASH, { ...THREE, parents: ['a/9'] }], ['a/9'], ['a/9']],
    [
      'folded revisions by themselves, where they are there',
      [ONE, TWO, SQUASH],
      ['a/1', 'a/2'],
      ['a/1', 'a/2', 'a/9 empty'],
    ],
    ['the squash where they are not', [SQUASH], ['a/1', 'a/2'], ['a/9']],
    ['some of what a squash folds', [ONE, TWO, SQUASH], ['a/1'], ['a/1']],
  ])('gives %s', (_, revisions, applied, wanted) => {
    expect(replayed(revisions, applied)).toEqual(wanted);
  });
});
