import type { StampResult } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import { PLAIN } from './look.test-support.js';
import { renderStamp, renderStampNotes } from './render-stamp.js';

const NOTHING: StampResult = {
  dryRun: false,
  database: 'file:./dev.db',
  recorded: [],
  unrecorded: [],
  problems: [],
};
const RECORDED = [
  { revision: 'core/1_init', message: 'Init' },
  { revision: 'blog/1_init', message: 'Posts' },
];
const UNRECORDED = [{ revision: 'blog/2_tags', was: 'failed' as const }];

describe('renderStamp', () => {
  it.each<[string, Partial<StampResult>, string]>([
    ['nothing', {}, 'The history in file:./dev.db says so already.\n'],
    [
      'both ways',
      { recorded: RECORDED, unrecorded: UNRECORDED },
      [
        'revision     recorded',
        'blog/2_tags  no longer (was failed)',
        'core/1_init  as applied',
        'blog/1_init  as applied',
        '',
        'Recorded 2 revisions, took back 1 revision in file:./dev.db; no script was run.\n',
      ].join('\n'),
    ],
    [
      'a plan',
      { dryRun: true, unrecorded: UNRECORDED },
      [
        'revision     recorded',
        'blog/2_tags  no longer (was failed)',
        '',
        'Would take back 1 revision in file:./dev.db; nothing was changed.\n',
      ].join('\n'),
    ],
  ])('%s', (_, result, expected) => {
    expect(renderStamp({ ...NOTHING, ...result }, PLAIN)).toBe(expected);
  });

  it('says on stderr what is still wrong', () => {
    const problems = [{ code: 'HISTORY.EDITED', message: 'blog/1_init was edited', fix: 'Restore it.' }];
    expect(renderStampNotes({ ...NOTHING, problems }, PLAIN)).toContain('HISTORY.EDITED');
    expect(renderStampNotes(NOTHING, PLAIN)).toBe('');
  });
});
