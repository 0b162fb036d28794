import type { HistoryResult } from '@prisma-orchestrate/core';
import { DATABASE_FIELD } from '../../docs/common-fields.js';
import { documentResult } from '../../docs/result-document.js';

export const historyResult = documentResult<HistoryResult>({
  fields: [
    DATABASE_FIELD,
    {
      path: 'entries',
      type: 'object[]',
      means: 'All revisions, in plan order unless `--sort` or `--reverse` say otherwise',
    },
    { path: 'entries[].revision', type: 'string', means: '`extension/name`' },
    { path: 'entries[].extension', type: 'string', means: 'Whose it is' },
    { path: 'entries[].name', type: 'string', means: 'The name of its directory' },
    { path: 'entries[].message', type: 'string', means: 'What it does' },
    {
      path: 'entries[].state',
      type: "'applied' | 'pending' | 'failed' | 'missing'",
      means: '`missing`: applied, but its directory is gone',
    },
    { path: 'entries[].edited', type: 'boolean', means: 'Whether its SQL was changed after it was applied' },
    {
      path: 'entries[].outOfOrder',
      type: 'boolean',
      means: 'Whether it is pending though something after it, or something that needs it, is applied',
    },
    { path: 'entries[].appliedAt', type: 'date | null', means: 'When it was done' },
    { path: 'entries[].startedAt', type: 'date | null', means: 'When it was begun' },
    { path: 'entries[].logs', type: 'string | null', means: 'What the database said when it failed' },
    { path: 'entries[].parents', type: 'string[]', means: 'The revisions of the same extension that it follows' },
    { path: 'entries[].requires', type: 'string[]', means: 'Revisions of other extensions that come first' },
  ],
  example: {
    database: 'file:./prisma/dev.db',
    entries: [
      {
        revision: 'blog/20260201093000_add_tags',
        extension: 'blog',
        name: '20260201093000_add_tags',
        message: 'Add tags',
        state: 'applied',
        edited: false,
        outOfOrder: false,
        appliedAt: new Date('2026-02-01T10:00:00.000Z'),
        startedAt: new Date('2026-02-01T09:59:59.990Z'),
        logs: null,
        parents: ['blog/20260115120000_init'],
        requires: ['core/20260101080000_init'],
      },
    ],
  },
});
