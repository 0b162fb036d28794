import type { MigrationResult } from '@prisma-orchestrate/core';
import { DATABASE_FIELD } from '../docs/common-fields.js';
import { documentResult } from '../docs/result-document.js';

/** What upgrade, deploy and downgrade return. */
export function migrationResult(direction: MigrationResult['direction']) {
  return documentResult<MigrationResult>({
    fields: [
      { path: 'direction', type: "'upgrade' | 'downgrade'", means: 'Whether revisions were applied or reverted' },
      { path: 'dryRun', type: 'boolean', means: 'Whether it only shows what would be done' },
      DATABASE_FIELD,
      { path: 'revisions', type: 'object[]', means: 'In the order in which they were run' },
      { path: 'revisions[].revision', type: 'string', means: '`extension/name`' },
      { path: 'revisions[].message', type: 'string', means: 'What it does' },
      {
        path: 'revisions[].action',
        type: "'applied' | 'reverted' | 'recorded'",
        means: '`recorded`: a squash of which everything was applied before, so that nothing ran',
      },
      { path: 'revisions[].durationMs', type: 'number | null', means: 'How long it took; null where it was not run' },
      { path: 'sql', type: 'string | null', means: 'The script that would run; null without `--sql`' },
    ],
    example: {
      direction,
      dryRun: false,
      database: 'file:./prisma/dev.db',
      revisions: [
        {
          revision: 'blog/20260201093000_add_tags',
          message: 'Add tags',
          action: direction === 'upgrade' ? 'applied' : 'reverted',
          durationMs: 3.2,
        },
      ],
      sql: null,
    },
  });
}
