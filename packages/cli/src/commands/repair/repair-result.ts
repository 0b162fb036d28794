import type { RepairResult } from '@prisma-orchestrate/core';
import { DATABASE_FIELD } from '../../docs/common-fields.js';
import { documentResult } from '../../docs/result-document.js';

export const repairResult = documentResult<RepairResult>({
  fields: [
    { path: 'dryRun', type: 'boolean', means: 'Whether it only shows what would be recorded' },
    DATABASE_FIELD,
    { path: 'repaired', type: 'object[]', means: 'The edited revisions, in plan order' },
    { path: 'repaired[].revision', type: 'string', means: '`extension/name`' },
    { path: 'repaired[].file', type: 'string', means: 'Its script, relative to the workspace root' },
    { path: 'repaired[].recorded', type: 'string', means: 'The checksum that the history had' },
    { path: 'repaired[].checksum', type: 'string', means: 'The checksum of the file' },
    {
      path: 'repaired[].difference',
      type: 'string | null',
      means: 'What was edited, as unified hunks; null where git does not know the text that was applied',
    },
    { path: 'repaired[].source', type: 'string | null', means: 'Where that text was found' },
    { path: 'repaired[].script', type: 'string | null', means: 'The file, where there is no difference to show' },
  ],
  example: {
    dryRun: false,
    database: 'postgresql://app:***@localhost/shop',
    repaired: [
      {
        revision: 'blog/20260201093000_add_tags',
        file: 'extensions/blog/prisma/migrations/20260201093000_add_tags/migration.sql',
        recorded: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
        checksum: 'fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9',
        difference: '@@ -1 +1 @@\n+-- Tags of posts.\n CREATE TABLE "Tag" ("id" INTEGER NOT NULL PRIMARY KEY);',
        source: 'commit 1a2b3c4',
        script: null,
      },
    ],
  },
});
