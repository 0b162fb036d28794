import type { TransferResult } from '@prisma-orchestrate/core';
import { CHANGED_FILE_FIELDS } from '../../docs/common-fields.js';
import { documentResult } from '../../docs/result-document.js';

export const transferResult = documentResult<TransferResult>({
  fields: [
    { path: 'dryRun', type: 'boolean', means: 'Whether it only shows what would be changed' },
    { path: 'from', type: 'string', means: 'The former owner' },
    { path: 'to', type: 'string', means: 'The new owner' },
    { path: 'moved', type: 'object[]', means: 'The model, and the enums that went along' },
    { path: 'moved[].kind', type: "'model' | 'view' | 'enum' | 'type'", means: 'What it is' },
    { path: 'moved[].name', type: 'string', means: 'Its name in the schema' },
    ...CHANGED_FILE_FIELDS,
    { path: 'dependsOn', type: 'object[]', means: 'Dependencies that are declared now' },
    { path: 'dependsOn[].extension', type: 'string', means: 'Who depends' },
    { path: 'dependsOn[].added', type: 'string[]', means: 'On whom, besides what was declared' },
    { path: 'adopts', type: 'string[]', means: 'Tables and enums that the new owner takes over' },
    { path: 'requires', type: 'string[]', means: 'What the revision requires that takes them over' },
    {
      path: 'revision',
      type: 'string | null',
      means: 'That revision; null without one, and with `--dry-run`',
    },
    { path: 'directory', type: 'string | null', means: 'Where it is, relative to the root' },
  ],
  example: {
    dryRun: false,
    from: 'blog',
    to: 'tags',
    moved: [{ kind: 'model', name: 'Tag' }],
    files: [
      {
        path: 'extensions/blog/prisma/schema.prisma',
        state: 'changed',
        diff: '@@ -10 +10 @@\n }\n-\n-model Tag {\n-  id Int @id\n-}',
      },
      {
        path: 'extensions/tags/prisma/schema.prisma',
        state: 'changed',
        diff: '@@ -1 +1 @@\n+model Tag {\n+  id Int @id\n+}',
      },
    ],
    dependsOn: [],
    adopts: ['Tag'],
    requires: ['core/20260101080000_init', 'blog/20260115120000_init'],
    revision: 'tags/20260301090000_move_tag_from_blog_to_tags',
    directory: 'extensions/tags/prisma/migrations/20260301090000_move_tag_from_blog_to_tags',
  },
});
