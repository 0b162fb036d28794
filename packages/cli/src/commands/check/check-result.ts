import type { CheckResult } from '@prisma-orchestrate/core';
import { EXAMPLE_FINDING, FINDING_FIELDS, REPOSITORY_FIELD } from '../../docs/common-fields.js';
import { documentResult } from '../../docs/result-document.js';

export const checkResult = documentResult<CheckResult>({
  fields: [
    { path: 'extensions', type: 'string[]', means: 'The extensions that were checked' },
    { path: 'revisions', type: 'integer', means: 'How many revisions they have, with those that they rely on' },
    {
      path: 'database',
      type: 'string | null',
      means: 'The database, without its password; null where it was not looked at',
    },
    { path: 'pending', type: 'object[]', means: 'Schema changes that no revision makes' },
    { path: 'pending[].extension', type: 'string', means: 'Whose fragment has them' },
    { path: 'pending[].migrationSql', type: 'string', means: 'What `revision --auto` would write' },
    { path: 'pending[].downSql', type: 'string', means: 'The way back' },
    { path: 'pending[].destructive', type: 'object[]', means: 'Steps that lose data or cannot run on existing rows' },
    { path: 'pending[].destructive[].kind', type: 'string', means: 'Such as `dropped-column`' },
    { path: 'pending[].destructive[].table', type: 'string', means: 'The table' },
    { path: 'pending[].destructive[].column', type: 'string | null', means: 'The column; null for a whole table' },
    { path: 'pending[].destructive[].message', type: 'string', means: 'What would be lost' },
    { path: 'pending[].reversible', type: 'boolean', means: 'Whether the way back was seen to restore the schema' },
    { path: 'unowned', type: 'object[]', means: 'What is in the database and no revision has made' },
    { path: 'unowned[].kind', type: 'string', means: 'Such as `table`' },
    { path: 'unowned[].name', type: 'string', means: 'Its name in the database' },
    REPOSITORY_FIELD,
    ...FINDING_FIELDS,
  ],
  example: {
    extensions: ['core', 'blog', 'billing'],
    revisions: 11,
    database: null,
    pending: [
      {
        extension: 'blog',
        migrationSql: 'ALTER TABLE "Post" ADD COLUMN "subtitle" TEXT;\n',
        downSql: 'ALTER TABLE "Post" DROP COLUMN "subtitle";\n',
        destructive: [],
        reversible: true,
      },
    ],
    unowned: [],
    directory: '.',
    findings: [EXAMPLE_FINDING],
  },
});
