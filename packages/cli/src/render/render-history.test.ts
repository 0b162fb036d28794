import type { HistoryEntry } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import { COLOURED, PLAIN } from './look.test-support.js';
import { renderHistory } from './render-history.js';

const APPLIED: HistoryEntry = {
  revision: 'core/1_init',
  extension: 'core',
  name: '1_init',
  message: 'Init',
  state: 'applied',
  edited: false,
  outOfOrder: false,
  appliedAt: new Date('2026-02-01T10:00:00.123Z'),
  startedAt: new Date('2026-02-01T10:00:00.000Z'),
  logs: null,
  parents: [],
  requires: [],
};
const ENTRIES: readonly HistoryEntry[] = [
  APPLIED,
  { ...APPLIED, revision: 'blog/1_init', edited: true },
  { ...APPLIED, revision: 'blog/2_tags', state: 'failed', appliedAt: null, message: 'Add tags' },
  { ...APPLIED, revision: 'blog/3_more', state: 'pending', appliedAt: null, message: 'More' },
  { ...APPLIED, revision: 'blog/4_late', state: 'pending', outOfOrder: true, appliedAt: null, message: 'Late' },
  { ...APPLIED, revision: 'blog/5_gone', state: 'missing', message: 'Gone' },
];

describe('renderHistory', () => {
  it('marks states so that they can be told apart without colour', () => {
    expect(renderHistory({ database: 'd', entries: ENTRIES }, PLAIN)).toBe(`\
state                      revision     applied at            message
[x] applied                core/1_init  2026-02-01 10:00:00Z  Init
[x] applied, edited        blog/1_init  2026-02-01 10:00:00Z  Init
[!] failed                 blog/2_tags  -                     Add tags
[ ] pending                blog/3_more  -                     More
[ ] pending, out of order  blog/4_late  -                     Late
[?] missing                blog/5_gone  2026-02-01 10:00:00Z  Gone
`);
  });

  it('colours them as well', () => {
    const text = renderHistory({ database: 'd', entries: ENTRIES }, COLOURED);
    expect(text).toContain(COLOURED.red('[!] failed'));
    expect(text).toContain(COLOURED.yellow('[ ] pending'));
  });

  it('says what to do where there is nothing', () => {
    expect(renderHistory({ database: 'd', entries: [] }, PLAIN)).toContain('`orchestrate revision`');
  });
});
