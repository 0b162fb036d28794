import type { StampResult } from '@prisma-orchestrate/core';
import { DATABASE_FIELD, PROBLEM_FIELDS } from '../../docs/common-fields.js';
import { documentResult } from '../../docs/result-document.js';

export const stampResult = documentResult<StampResult>({
  fields: [
    { path: 'dryRun', type: 'boolean', means: 'Whether it only shows what would be recorded' },
    DATABASE_FIELD,
    { path: 'recorded', type: 'object[]', means: 'Now recorded as applied, in plan order' },
    { path: 'recorded[].revision', type: 'string', means: '`extension/name`' },
    { path: 'recorded[].message', type: 'string', means: 'What it does' },
    { path: 'unrecorded', type: 'object[]', means: 'No longer recorded, last first' },
    { path: 'unrecorded[].revision', type: 'string', means: '`extension/name`' },
    { path: 'unrecorded[].was', type: "'applied' | 'failed'", means: 'What it was recorded as' },
    ...PROBLEM_FIELDS,
  ],
  example: {
    dryRun: false,
    database: 'postgresql://app:***@localhost/shop',
    recorded: [{ revision: 'blog/20260115120000_init', message: 'Init' }],
    unrecorded: [{ revision: 'blog/20260201093000_add_tags', was: 'failed' }],
    problems: [],
  },
});
