import type { RevisionResult } from '@prisma-orchestrate/core';
import { documentResult } from '../../docs/result-document.js';

export const revisionResult = documentResult<RevisionResult>({
  fields: [
    { path: 'kind', type: "'created' | 'no-change'", means: 'Whether a revision was made' },
    { path: 'extension', type: 'string', means: 'Only with `no-change`: whose schema it was', optional: true },
    {
      path: 'revision',
      type: 'string',
      means: 'Only with `created`, as all that follow: `extension/name`',
      optional: true,
    },
    { path: 'directory', type: 'string', means: 'Where it is', optional: true },
    { path: 'migrationSql', type: 'string', means: 'What `migration.sql` holds', optional: true },
    { path: 'downSql', type: 'string', means: 'What `down.sql` holds', optional: true },
    { path: 'requires', type: 'string[]', means: 'Revisions of other extensions that come first', optional: true },
    { path: 'destructive', type: 'object[]', means: 'Steps that lose data', optional: true },
    {
      path: 'destructive[].kind',
      type: "'dropped-table' | 'dropped-column' | 'narrowed-column' | 'required-column'",
      means: 'What kind of step',
    },
    { path: 'destructive[].table', type: 'string', means: 'The table' },
    { path: 'destructive[].column', type: 'string | null', means: 'The column' },
    { path: 'destructive[].message', type: 'string', means: 'What would be lost' },
    { path: 'reversible', type: 'boolean', means: 'Whether `down.sql` brings the former schema back', optional: true },
    { path: 'canUpgrade', type: 'boolean', means: 'Whether `orchestrate upgrade` can apply it', optional: true },
  ],
  example: {
    kind: 'created',
    revision: 'blog/20260201093000_add_tags',
    directory: 'extensions/blog/prisma/migrations/20260201093000_add_tags',
    migrationSql: 'CREATE TABLE "Tag" ("id" INTEGER NOT NULL PRIMARY KEY);\n',
    downSql: 'DROP TABLE "Tag";\n',
    requires: ['core/20260101080000_init'],
    destructive: [],
    reversible: true,
    canUpgrade: true,
  },
});
