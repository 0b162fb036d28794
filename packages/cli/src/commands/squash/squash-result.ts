import type { SquashResult } from '@prisma-orchestrate/core';
import { documentResult } from '../../docs/result-document.js';

export const squashResult = documentResult<SquashResult>({
  fields: [
    { path: 'dryRun', type: 'boolean', means: 'Whether it only shows what would be written' },
    { path: 'revision', type: 'string', means: 'The squash, `extension/name`' },
    { path: 'directory', type: 'string | null', means: 'Where it is; null with `--dry-run`' },
    { path: 'replaces', type: 'string[]', means: 'The folded revisions, in plan order' },
    { path: 'requires', type: 'string[]', means: 'Revisions of other extensions that come first' },
    {
      path: 'form',
      type: "'rewritten' | 'joined'",
      means: 'Whether the SQL is the shortest way to the same schema, or the folded scripts one after the other',
    },
    { path: 'carried', type: 'object[]', means: 'What was written by hand, and is carried over' },
    { path: 'carried[].revision', type: 'string', means: 'Where it comes from: `extension/name`' },
    { path: 'carried[].file', type: 'string', means: 'Its file' },
    { path: 'carried[].line', type: 'number', means: 'Its line' },
    { path: 'carried[].sql', type: 'string', means: 'The statement' },
    { path: 'migrationSql', type: 'string', means: 'What `migration.sql` holds' },
    { path: 'downSql', type: 'string | null', means: 'What `down.sql` holds; null where there is none' },
    { path: 'reversible', type: 'boolean', means: 'Whether `down.sql` was seen to bring the former schema back' },
  ],
  example: {
    dryRun: false,
    revision: 'blog/20260301093001_squashed',
    directory: 'extensions/blog/prisma/migrations/20260301093001_squashed',
    replaces: ['blog/20260201093000_init', 'blog/20260301093000_add_tags'],
    requires: ['core/20260101080000_init'],
    form: 'rewritten',
    carried: [],
    migrationSql: 'CREATE TABLE "Tag" ("id" INTEGER NOT NULL PRIMARY KEY);\n',
    downSql: 'DROP TABLE "Tag";\n',
    reversible: true,
  },
});
