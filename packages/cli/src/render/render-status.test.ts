import type { ExtensionStatus, StatusResult } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import { NARROW, PLAIN, widestLine } from './look.test-support.js';
import { hasProblems, renderStatus } from './render-status.js';

const CORE: ExtensionStatus = {
  name: 'core',
  packageName: null,
  packageVersion: null,
  heads: ['core/20260101080000_init'],
  current: ['core/20260101080000_init'],
  applied: 1,
  pending: [],
  outOfOrder: [],
  failed: [],
  edited: [],
  missing: [],
  inconsistent: [],
  divergent: false,
  squashes: [],
};
const BLOG: ExtensionStatus = {
  ...CORE,
  name: 'blog',
  packageName: null,
  packageVersion: null,
  heads: ['blog/20260201093000_add_tags'],
  current: [],
  applied: 0,
  pending: ['blog/20260115120000_init', 'blog/20260201093000_add_tags'],
};
const UP_TO_DATE: StatusResult = {
  database: 'file:./dev.db',
  isUpToDate: true,
  extensions: [CORE],
  strayHistories: [],
  problems: [],
  findings: [],
};
const PENDING: StatusResult = { ...UP_TO_DATE, isUpToDate: false, extensions: [CORE, BLOG] };
const BROKEN: StatusResult = {
  ...PENDING,
  extensions: [{ ...CORE, edited: ['core/20260101080000_init'] }, BLOG],
  problems: [{ code: 'HISTORY.EDITED', message: 'core/20260101080000_init was edited.', fix: 'Restore it.' }],
};

describe('renderStatus', () => {
  it('says that there is nothing to do', () => {
    expect(renderStatus(UP_TO_DATE, PLAIN, undefined)).toBe(`\
     extension  current              head  pending  notes
[x]  core       20260101080000_init  =           0

file:./dev.db is up to date.
`);
  });

  it('says how to begin where there are no revisions', () => {
    const result = { ...UP_TO_DATE, extensions: [{ ...CORE, heads: [], current: [], applied: 0 }] };
    expect(renderStatus(result, PLAIN, undefined)).toContain('\nThere are no revisions yet: `orchestrate dev`');
  });

  it('says what to run where revisions are pending', () => {
    expect(renderStatus(PENDING, PLAIN, undefined)).toBe(`\
     extension  current              head                     pending  notes
[x]  core       20260101080000_init  =                              0
[ ]  blog       (base)               20260201093000_add_tags        2

Next: run \`orchestrate upgrade --all\`
`);
    expect(renderStatus({ ...PENDING, extensions: [BLOG] }, PLAIN, 'blog')).toContain(
      '`orchestrate upgrade --extension blog`',
    );
  });

  it('puts problems and their fixes before what to do next', () => {
    expect(renderStatus(BROKEN, PLAIN, undefined)).toBe(`\
     extension  current              head                     pending  notes
[!]  core       20260101080000_init  =                              0  1 edited
[ ]  blog       (base)               20260201093000_add_tags        2

problem  HISTORY.EDITED
  core/20260101080000_init was edited.
  fix: Restore it.

Next: resolve the problems above, then run \`orchestrate upgrade --all\`
`);
  });

  it('notes what is no problem and should be known', () => {
    const late = 'blog/20260115120000_init';
    const squash = 'blog/20260201093000_squashed';
    const blog = {
      ...BLOG,
      heads: ['blog/20260201093000_add_tags', 'blog/20260202000000_other'],
      outOfOrder: [late],
      divergent: true,
      squashes: [
        { revision: squash, left: [late] },
        { revision: squash, left: [] },
      ],
    };
    const strayHistories = [{ extension: 'old-shop', table: '_prisma_migrations_old_shop', schema: 'public' }];
    const text = renderStatus({ ...PENDING, extensions: [blog], strayHistories }, PLAIN, undefined);
    expect(text).toContain('2  1 out of order, divergent, in a squash\n');
    expect(text.split('\n').filter((line) => line.startsWith('note'))).toEqual([
      'note  blog has diverged (20260201093000_add_tags, 20260202000000_other): `orchestrate merge --extension blog` joins the branches.',
      `note  ${late}: out of order, as something after it is applied; an upgrade applies it all the same.`,
      `note  ${squash}: is recorded once the rest of what it folds is applied (20260115120000_init), which the next upgrade does.`,
      `note  ${squash}: all that it folds is applied; the next upgrade records it.`,
      'note  The database has a history of "old-shop" (public._prisma_migrations_old_shop), which is not in this workspace: add it again, or remove what it has made: `orchestrate uninstall old-shop`.',
    ]);
  });

  it('shows 50 extensions on one screen of 80 columns', () => {
    const extensions = Array.from({ length: 50 }, (_, at) => ({ ...BLOG, name: `extension-${at}` }));
    const text = renderStatus({ ...PENDING, extensions }, NARROW, undefined);
    expect(widestLine(text)).toBeLessThanOrEqual(80);
    expect(text.split('\n').length).toBeLessThanOrEqual(60);
  });

  it('fits into a terminal', () => {
    const name = `blog/20260201093000_${'and_more_'.repeat(8)}`;
    const wide = { ...BLOG, heads: [name], current: [name, name] };
    expect(widestLine(renderStatus({ ...PENDING, extensions: [wide] }, NARROW, undefined))).toBeLessThanOrEqual(80);
  });
});

describe('hasProblems', () => {
  it('does not count what is merely pending', () => {
    expect([UP_TO_DATE, PENDING, BROKEN].map(hasProblems)).toEqual([false, false, true]);
  });
});
