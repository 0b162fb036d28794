import type { MigrationResult } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import { PLAIN } from './look.test-support.js';
import { renderMigration, renderMigrationNotes } from './render-migration.js';

const DONE: MigrationResult = {
  direction: 'upgrade',
  dryRun: false,
  database: 'file:./dev.db',
  revisions: [
    { revision: 'core/1_init', message: 'Init', action: 'applied', because: null, durationMs: 2 },
    { revision: 'blog/1_init', message: 'Posts', action: 'applied', because: null, durationMs: 3 },
  ],
  losses: [],
  sql: null,
};

const LOSS: MigrationResult['losses'][number] = {
  kind: 'table',
  table: 'posts',
  column: null,
  rows: 1204,
  isAtLeast: false,
  isPartial: false,
  revision: 'blog/1_init',
  message: 'posts: 1,204 rows',
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
    [
      'a plan that loses data and reverts dependents',
      {
        direction: 'downgrade',
        dryRun: true,
        revisions: [
          { revision: 'blog/1_init', message: 'Posts', action: 'reverted', because: 'core/1_init', durationMs: null },
          { revision: 'core/1_init', message: 'Init', action: 'reverted', because: null, durationMs: null },
        ],
        losses: [LOSS],
      },
      'revision     message  because it needs\nblog/1_init  Posts    core/1_init\ncore/1_init  Init\n\nData that would be lost:\n  - posts: 1,204 rows\n\nWould revert 2 revisions in file:./dev.db; nothing was changed.\n',
    ],
    ['a script', { sql: 'SELECT 1;' }, 'SELECT 1;\n'],
  ])('%s', (_, result, expected) => {
    expect(renderMigration({ ...DONE, ...result }, PLAIN)).toBe(expected);
  });

  it('keeps the summary of a script off stdout', () => {
    expect(renderMigrationNotes({ ...DONE, sql: 'SELECT 1;' }, PLAIN)).toContain('Would apply 2 revisions');
    expect(renderMigrationNotes({ ...DONE, losses: [LOSS], sql: 'SELECT 1;' }, PLAIN)).toContain('posts: 1,204 rows');
    expect(renderMigrationNotes(DONE, PLAIN)).toBe('');
  });
});
