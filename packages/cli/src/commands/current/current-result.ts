import type { CurrentResult } from '@prisma-orchestrate/core';
import { DATABASE_FIELD } from '../../docs/common-fields.js';
import { documentResult } from '../../docs/result-document.js';

export const currentResult = documentResult<CurrentResult>({
  fields: [
    DATABASE_FIELD,
    { path: 'extensions', type: 'object[]', means: '`core` first, then by name' },
    { path: 'extensions[].name', type: 'string', means: 'Its name' },
    { path: 'extensions[].revisions', type: 'string[]', means: 'The last applied revision; empty at the base' },
    { path: 'extensions[].heads', type: 'string[]', means: 'The last revisions that there are' },
    { path: 'extensions[].pending', type: 'integer', means: 'How many are not applied' },
    { path: 'extensions[].isHead', type: 'boolean', means: 'Whether nothing is left to apply' },
  ],
  example: {
    database: 'file:./prisma/dev.db',
    extensions: [
      {
        name: 'core',
        revisions: ['core/20260101080000_init'],
        heads: ['core/20260101080000_init'],
        pending: 0,
        isHead: true,
      },
      { name: 'blog', revisions: [], heads: ['blog/20260115120000_init'], pending: 1, isHead: false },
    ],
  },
});
