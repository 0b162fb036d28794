import type { StatusResult } from '@prisma-orchestrate/core';
import { DATABASE_FIELD, FINDING_FIELDS, PROBLEM_FIELDS } from '../../docs/common-fields.js';
import { documentResult } from '../../docs/result-document.js';

export const statusResult = documentResult<StatusResult>({
  fields: [
    DATABASE_FIELD,
    { path: 'isUpToDate', type: 'boolean', means: 'Whether nothing is pending and nothing is wrong' },
    { path: 'extensions', type: 'object[]', means: '`core` first, then by name, unless `--sort` says otherwise' },
    { path: 'extensions[].name', type: 'string', means: 'Its name' },
    { path: 'extensions[].heads', type: 'string[]', means: 'Its last revisions on disk' },
    { path: 'extensions[].current', type: 'string[]', means: 'Its last applied revisions' },
    { path: 'extensions[].applied', type: 'integer', means: 'How many are applied' },
    { path: 'extensions[].pending', type: 'string[]', means: 'Those that wait to be applied' },
    {
      path: 'extensions[].outOfOrder',
      type: 'string[]',
      means: 'Those of them that came late: something after them, or something that needs them, is applied',
    },
    { path: 'extensions[].failed', type: 'string[]', means: 'Those that failed half-way' },
    { path: 'extensions[].edited', type: 'string[]', means: 'Those whose SQL was changed after they were applied' },
    { path: 'extensions[].missing', type: 'string[]', means: 'Those that are applied and gone from disk' },
    {
      path: 'extensions[].inconsistent',
      type: 'string[]',
      means: 'Those that are applied without something that they need, and squashes that cannot be finished',
    },
    { path: 'extensions[].divergent', type: 'boolean', means: 'Whether two branches of revisions wait to be joined' },
    { path: 'extensions[].squashes', type: 'object[]', means: 'Squashes that this database is in the middle of' },
    { path: 'extensions[].squashes[].revision', type: 'string', means: 'The squash, recorded once it is through' },
    { path: 'extensions[].squashes[].left', type: 'string[]', means: 'What it folds and is still to be applied' },
    {
      path: 'strayHistories',
      type: 'object[]',
      means: 'Histories of extensions that are not in the workspace; none with `--extension`',
    },
    { path: 'strayHistories[].extension', type: 'string', means: 'The name that the extension had' },
    { path: 'strayHistories[].table', type: 'string', means: 'The history table' },
    { path: 'strayHistories[].schema', type: 'string | null', means: 'Its database schema, where there are such' },
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
        outOfOrder: [],
        failed: [],
        edited: [],
        missing: [],
        inconsistent: [],
        divergent: false,
        squashes: [],
      },
    ],
    strayHistories: [],
    problems: [],
    findings: [],
  },
});
