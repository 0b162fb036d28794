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
      {
        path: 'revisions[].because',
        type: 'string | null',
        means: 'With `--cascade`: the reverted revision of another extension that it needs',
      },
      { path: 'revisions[].durationMs', type: 'number | null', means: 'How long it took; null where it was not run' },
      { path: 'losses', type: 'object[]', means: 'What a downgrade takes out of the database, in its order' },
      {
        path: 'losses[].kind',
        type: "'table' | 'column' | 'rows'",
        means: 'What goes; `rows`: the table itself stays',
      },
      { path: 'losses[].table', type: 'string', means: 'The table' },
      { path: 'losses[].column', type: 'string | null', means: 'The column' },
      { path: 'losses[].rows', type: 'number', means: 'Rows in it, or with a value in the column' },
      { path: 'losses[].isAtLeast', type: 'boolean', means: 'Whether there may be more: counting ends at 1,000,000' },
      { path: 'losses[].isPartial', type: 'boolean', means: 'Whether a condition chooses among these rows' },
      { path: 'losses[].revision', type: 'string', means: 'What takes it away when it is reverted' },
      { path: 'losses[].message', type: 'string', means: 'The same in words' },
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
          because: null,
          durationMs: 3.2,
        },
      ],
      losses:
        direction === 'upgrade'
          ? []
          : [
              {
                kind: 'table',
                table: 'Tag',
                column: null,
                rows: 17,
                isAtLeast: false,
                isPartial: false,
                revision: 'blog/20260201093000_add_tags',
                message: 'Tag: 17 rows',
              },
            ],
      sql: null,
    },
  });
}
