import type { AutoMigrateResult } from '@prisma-orchestrate/core';
import { documentResult, type ResultField } from '../../docs/result-document.js';

const KIND = "'failure' | 'usage' | 'consent' | 'interrupted'";

function errorFields(path: string): readonly ResultField[] {
  return [
    { path: `${path}.code`, type: 'string', means: 'Stable, explained in errors.md' },
    { path: `${path}.kind`, type: KIND, means: 'Its kind, which decides the exit code' },
    { path: `${path}.message`, type: 'string', means: 'What happened' },
    { path: `${path}.fix`, type: 'string', means: 'What to do about it' },
    { path: `${path}.meta`, type: 'any object', means: 'What the message is made of' },
  ];
}

export const autoMigrateResult = documentResult<AutoMigrateResult>({
  fields: [
    { path: 'success', type: 'boolean', means: 'Whether the application may start' },
    {
      path: 'database',
      type: 'string | null',
      means: 'The database, without its password; null where it is not known',
    },
    {
      path: 'applied',
      type: 'string[]',
      means: '`extension/name` of what this run applied, in its order; with `--dry-run` of what it would',
    },
    {
      path: 'current',
      type: 'any object | null',
      means: 'The last applied revisions, a list for each extension; null where that is not known',
    },
    { path: 'behind', type: 'boolean', means: 'Whether the database has revisions that this code does not' },
    { path: 'losses', type: 'object[]', means: 'Data that goes: with `--dry-run`, and where someone was asked' },
    { path: 'losses[].kind', type: "'table' | 'column' | 'rows'", means: 'What goes; `rows`: the table itself stays' },
    { path: 'losses[].table', type: 'string', means: 'The table' },
    { path: 'losses[].column', type: 'string | null', means: 'The column' },
    { path: 'losses[].rows', type: 'number', means: 'Rows in it, or with a value in the column' },
    { path: 'losses[].isAtLeast', type: 'boolean', means: 'Whether there may be more: counting ends at 1,000,000' },
    { path: 'losses[].isPartial', type: 'boolean', means: 'Whether a condition chooses among these rows' },
    { path: 'losses[].revision', type: 'string', means: 'What takes it away' },
    { path: 'losses[].message', type: 'string', means: 'The same in words' },
    { path: 'made', type: 'string[]', means: 'Revisions that were made first' },
    {
      path: 'backupPath',
      type: 'string | null',
      means: 'The backup of the database as it was before; with `--dry-run` the folder that it would go to',
    },
    { path: 'error', type: 'object | null', means: 'Why it was not done; null where all is well' },
    ...errorFields('error'),
    { path: 'recovery', type: 'object | null', means: 'What became of the database; null where nothing failed' },
    {
      path: 'recovery.kind',
      type: "'unchanged' | 'rolled-back' | 'restored' | 'kept'",
      means:
        '`unchanged`: it failed before anything was changed; `kept`: it is as the last complete revision or statement left it',
    },
    { path: 'recovery.why', type: 'string | null', means: 'Why it was kept, and how to restore it by hand' },
    { path: 'recovery.restoreError', type: 'object | null', means: 'Why a restore failed; it has changed nothing' },
    ...errorFields('recovery.restoreError'),
    { path: 'dryRun', type: 'boolean', means: 'Whether it only shows what would be done' },
    { path: 'durationMs', type: 'number', means: 'How long it took' },
  ],
  example: {
    success: false,
    database: 'file:./prisma/dev.db',
    applied: [],
    current: { core: ['core/20260101080000_init'], blog: ['blog/20260201093000_add_tags'] },
    behind: false,
    losses: [],
    made: [],
    backupPath: '/srv/shop/.orchestrate/backups/20260301T090000000Z.backup',
    error: {
      code: 'UPGRADE.REVISION_FAILED',
      kind: 'failure',
      message:
        'blog/20260301093000_likes could not be applied, at statement 2 (extensions/blog/prisma/migrations/20260301093000_likes/migration.sql:4): no such table: Like',
      fix: 'Correct the file, then run: orchestrate upgrade --all',
      meta: { revision: 'blog/20260301093000_likes', statement: 2 },
    },
    recovery: { kind: 'restored', why: null, restoreError: null },
    dryRun: false,
    durationMs: 412.6,
  },
});
