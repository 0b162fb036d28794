import type { ExtensionStatus, StatusResult } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import { NARROW, PLAIN, widestLine } from './look.test-support.js';
import { hasProblems, renderStatus } from './render-status.js';

const CORE: ExtensionStatus = {
  name: 'core',
  heads: ['core/20260101080000_init'],
  current: ['core/20260101080000_init'],
  applied: 1,
  pending: [],
  failed: [],
  edited: [],
  missing: [],
  divergent: false,
};
const BLOG: ExtensionStatus = {
  ...CORE,
  name: 'blog',
  heads: ['blog/20260201093000_add_tags'],
  current: [],
  applied: 0,
  pending: ['blog/20260115120000_init', 'blog/20260201093000_add_tags'],
};
const UP_TO_DATE: StatusResult = {
  database: 'file:./dev.db',
  isUpToDate: true,
  extensions: [CORE],
  problems: [],
  findings: [],
};
const PENDING: StatusResult = { ...UP_TO_DATE, isUpToDate: false, extensions: [CORE, BLOG] };
const BROKEN: StatusResult = {
  ...PENDING,
  extensions: [{ ...CORE, edited: ['core/20260101080000_init'], divergent: true }, BLOG],
  problems: [{ code: 'HISTORY.EDITED', message: 'core/20260101080000_init was edited.', fix: 'Restore it.' }],
};

describe('renderStatus', () => {
  it('says that there is nothing to do', () => {
    expect(renderStatus(UP_TO_DATE, PLAIN, undefined)).toBe(`\
extension  current              head  pending  notes
core       20260101080000_init  =           0

file:./dev.db is up to date.
`);
  });

  it('says what to run where revisions are pending', () => {
    expect(renderStatus(PENDING, PLAIN, undefined)).toBe(`\
extension  current              head                     pending  notes
core       20260101080000_init  =                              0
blog       (base)               20260201093000_add_tags        2

Next: run \`orchestrate upgrade --all\`
`);
    expect(renderStatus({ ...PENDING, extensions: [BLOG] }, PLAIN, 'blog')).toContain(
      '`orchestrate upgrade --extension blog`',
    );
  });

  it('puts problems and their fixes before what to do next', () => {
    expect(renderStatus(BROKEN, PLAIN, undefined)).toBe(`\
extension  current              head                     pending  notes
core       20260101080000_init  =                              0  1 edited, divergent
blog       (base)               20260201093000_add_tags        2

problem  HISTORY.EDITED
  core/20260101080000_init was edited.
  fix: Restore it.

Next: resolve the problems above, then run \`orchestrate upgrade --all\`
`);
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
