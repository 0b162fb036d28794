import type { StatusResult } from '@prisma-orchestrate/core';
import { DATABASE_FIELD, FINDING_FIELDS, PROBLEM_FIELDS } from '../../docs/common-fields.js';
import { documentResult } from '../../docs/result-document.js';

export const statusResult = documentResult<StatusResult>({
  fields: [
    DATABASE_FIELD,
    { path: 'isUpToDate', type: 'boolean', means: 'Whether nothing is pending and nothing is wrong' },
    { path: 'extensions', type: 'object[]', means: '`core` first, then by name' },
    { path: 'extensions[].name', type: 'string', means: 'Its name' },
    { path: 'extensions[].heads', type: 'string[]', means: 'Its last revisions on disk' },
    { path: 'extensions[].current', type: 'string[]', means: 'Its last applied revisions' },
    { path: 'extensions[].applied', type: 'integer', means: 'How many are applied' },
    { path: 'extensions[].pending', type: 'string[]', means: 'Those that wait to be applied' },
    { path: 'extensions[].failed', type: 'string[]', means: 'Those that failed half-way' },
    { path: 'extensions[].edited', type: 'string[]', means: 'Those whose SQL was changed after they were applied' },
    { path: 'extensions[].missing', type: 'string[]', means: 'Those that are applied and gone from disk' },
    { path: 'extensions[].divergent', type: 'boolean', means: 'Whether two branches of revisions wait to be joined' },
    ...PROBLEM_FIELDS,
    ...FINDING_FIELDS,
  ],
  example: {
    database: 'file:./prisma/dev.db',
    isUpToDate: false,
    extensions: [
      {
        name: 'blog',
        heads: ['blog/20260201093000_add_tags'],
        current: ['blog/20260115120000_init'],
        applied: 1,
        pending: ['blog/20260201093000_add_tags'],
        failed: [],
        edited: [],
        missing: [],
        divergent: false,
      },
    ],
    problems: [],
    findings: [],
  },
});
