import { describe, expect, it } from 'vitest';
import type { Revision } from './revision.js';
import { revision } from './revisions.test-support.js';
import { foldedBy, squashesOf, withFolded } from './with-folded.js';

const inner: Revision = { ...revision('blog/2_inner'), replaces: ['blog/1', 'blog/2'] };
const outer: Revision = { ...revision('blog/3_outer'), replaces: ['blog/2_inner', 'blog/3'] };
const ALL = [outer, revision('blog/1'), revision('blog/2'), inner, revision('blog/3'), revision('shop/1')];

describe('withFolded', () => {
  it.each([
    [['shop/1'], ['shop/1']],
    [['blog/1'], ['blog/1']],
    [
      ['blog/1', 'blog/2'],
      ['blog/1', 'blog/2', 'blog/2_inner'],
    ],
    [['blog/2_inner'], ['blog/1', 'blog/2', 'blog/2_inner']],
    [['blog/3_outer'], ['blog/1', 'blog/2', 'blog/2_inner', 'blog/3', 'blog/3_outer']],
    [
      ['blog/1', 'blog/2', 'blog/3'],
      ['blog/1', 'blog/2', 'blog/2_inner', 'blog/3', 'blog/3_outer'],
    ],
  ])('%j is %j', (ids, expected) => {
    expect([...withFolded(ALL, ids)].sort()).toEqual(expected);
  });
});

describe('foldedBy', () => {
  it('leaves out squashes of which all is there', () => {
    expect([...foldedBy(ALL, ['blog/1', 'blog/2'])]).toEqual(['blog/1', 'blog/2']);
    expect([...foldedBy(ALL, ['blog/3_outer'])].sort()).toEqual([
      'blog/1',
      'blog/2',
      'blog/2_inner',
      'blog/3',
      'blog/3_outer',
    ]);
  });
});

describe('squashesOf', () => {
  it('goes through squashes of squashes', () => {
    expect([...squashesOf(ALL, 'blog/1')].sort()).toEqual(['blog/2_inner', 'blog/3_outer']);
    expect([...squashesOf(ALL, 'blog/3')]).toEqual(['blog/3_outer']);
    expect([...squashesOf(ALL, 'shop/1')]).toEqual([]);
  });
});
