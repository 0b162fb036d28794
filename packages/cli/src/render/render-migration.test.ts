import type { MigrationResult } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import { PLAIN } from './look.test-support.js';
import { renderMigration, renderMigrationNotes } from './render-migration.js';

const DONE: MigrationResult = {
  direction: 'upgrade',
  dryRun: false,
  database: 'file:./dev.db',
  revisions: [
    { revision: 'core/1_init', message: 'Init', action: 'applied', durationMs: 2 },
    { revision: 'blog/1_init', message: 'Posts', action: 'applied', durationMs: 3 },
  ],
  sql: null,
};

describe('renderMigration', () => {
  it.each<[string, Partial<MigrationResult>, string]>([
    ['applied', {}, 'Applied 2 revisions to file:./dev.db.\n'],
    ['nothing to apply', { revisions: [] }, 'Nothing to apply to file:./dev.db.\n'],
    ['nothing to plan', { revisions: [], dryRun: true }, 'Nothing to apply to file:./dev.db.\n'],
    [
      'reverted',
      { direction: 'downgrade', revisions: DONE.revisions.slice(1) },
      'Reverted 1 revision in file:./dev.db.\n',
    ],
    [
      'a plan',
      { dryRun: true },
      'revision     message\ncore/1_init  Init\nblog/1_init  Posts\n\nWould apply 2 revisions to file:./dev.db; nothing was changed.\n',
    ],
    ['a script', { sql: 'SELECT 1;' }, 'SELECT 1;\n'],
  ])('%s', (_, result, expected) => {
    expect(renderMigration({ ...DONE, ...result }, PLAIN)).toBe(expected);
  });

  it('keeps the summary of a script off stdout', () => {
    expect(renderMigrationNotes({ ...DONE, sql: 'SELECT 1;' }, PLAIN)).toContain('Would apply 2 revisions');
    expect(renderMigrationNotes(DONE, PLAIN)).toBe('');
  });
});
