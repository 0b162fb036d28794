import { describe, expect, it } from 'vitest';
import { PLAIN } from './look.test-support.js';
import { renderMerge } from './render-merge.js';

const BLOG = {
  extension: 'blog',
  forkPoint: 'blog/1_init',
  heads: ['blog/2_tags', 'blog/3_slugs'],
  orders: 2,
  reordered: [],
  revision: 'blog/4_merge',
  directory: 'extensions/blog/prisma/migrations/4_merge',
} as const;

describe('renderMerge', () => {
  it('says what was made, why it is right, and what comes next', () => {
    expect(renderMerge({ dryRun: false, merged: [BLOG] }, PLAIN, undefined)).toBe(
      [
        'Created blog/4_merge in extensions/blog/prisma/migrations/4_merge',
        '  joins 2_tags, 3_slugs: the same schema in 2 orders',
        'Next: commit it with the branches, then run:',
        '  orchestrate upgrade --all\n',
      ].join('\n'),
    );
  });

  it('says what would be made, and where there is only one order', () => {
    const planned = { ...BLOG, orders: 1, revision: null, directory: null };
    expect(renderMerge({ dryRun: true, merged: [planned] }, PLAIN, 'blog')).toBe(
      [
        'Would join the branches of blog',
        '  joins 2_tags, 3_slugs: one needs the other, so there is one order',
        'Nothing was written.\n',
      ].join('\n'),
    );
  });

  it('says that nothing has diverged, or that one extension has not', () => {
    const none = { dryRun: false, merged: [] };
    expect(renderMerge(none, PLAIN, undefined)).toBe('Nothing to merge: no extension has diverged.\n');
    expect(renderMerge(none, PLAIN, 'blog')).toBe('Nothing to merge: blog has not diverged.\n');
  });
});
