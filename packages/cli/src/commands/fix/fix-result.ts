import type { FixResult } from '@prisma-orchestrate/core';
import { CHANGED_FILE_FIELDS, FINDING_FIELDS } from '../../docs/common-fields.js';
import { documentResult } from '../../docs/result-document.js';

export const fixResult = documentResult<FixResult>({
  fields: [
    { path: 'dryRun', type: 'boolean', means: 'Whether it only shows what would be changed' },
    { path: 'mended', type: 'object[]', means: 'What was mended, or would be, in order' },
    {
      path: 'mended[].rule',
      type: "'config-block' | 'missing-dependency' | 'copied-model' | 'missing-table-name' | 'name-clash' | 'table-clash'",
      means: 'What kind of fault it was',
    },
    { path: 'mended[].extension', type: 'string', means: 'Whose fault it was' },
    { path: 'mended[].summary', type: 'string', means: 'What was done' },
    ...CHANGED_FILE_FIELDS,
    {
      path: 'unformatted',
      type: 'string[]',
      means: "Files that keep their layout, as Prisma's formatter would change more than that",
    },
    ...FINDING_FIELDS,
  ],
  example: {
    dryRun: false,
    mended: [
      { rule: 'missing-table-name', extension: 'blog', summary: 'model Tag of blog is "blog_tags" in the database' },
    ],
    files: [
      {
        path: 'extensions/blog/prisma/schema.prisma',
        state: 'changed',
        diff: '@@ -2 +2 @@\n   id    Int    @id\n   label String\n+\n+  @@map("blog_tags")\n }',
      },
    ],
    unformatted: [],
    findings: [],
  },
});
