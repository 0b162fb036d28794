import type { DevResult } from '@prisma-orchestrate/core';
import { FINDING_FIELDS } from '../../docs/common-fields.js';
import { documentResult, type ResultField } from '../../docs/result-document.js';

function scriptFields(list: string): readonly ResultField[] {
  return [
    { path: `${list}[].extension`, type: 'string', means: 'Whose it is' },
    { path: `${list}[].migrationSql`, type: 'string', means: 'What `migration.sql` holds' },
    { path: `${list}[].downSql`, type: 'string', means: 'What `down.sql` holds' },
    { path: `${list}[].destructive`, type: 'any object[]', means: 'Steps that lose data, as in `revision`' },
    { path: `${list}[].reversible`, type: 'boolean', means: 'Whether `down.sql` brings the former schema back' },
  ];
}

export const devResult = documentResult<DevResult>({
  fields: [
    { path: 'pending', type: 'object[]', means: 'Always empty here: changes that got no revision are an error' },
    { path: 'revisions', type: 'object[]', means: 'The revisions that were made, dependencies first' },
    { path: 'revisions[].revision', type: 'string', means: '`extension/name`' },
    { path: 'revisions[].message', type: 'string', means: 'What it does' },
    { path: 'revisions[].directory', type: 'string', means: 'Where it is' },
    { path: 'revisions[].requires', type: 'string[]', means: 'Revisions of other extensions that come first' },
    ...scriptFields('revisions'),
    { path: 'upgrade', type: 'any object | null', means: 'The result of `upgrade`; null where it did not run' },
    { path: 'composition', type: 'object', means: 'The composed schema' },
    { path: 'composition.directory', type: 'string', means: 'Its folder' },
    { path: 'composition.files', type: 'object[]', means: 'Its files; none where a finding is an error' },
    { path: 'composition.files[].path', type: 'string', means: 'Relative to the workspace root' },
    { path: 'composition.files[].state', type: "'written' | 'unchanged' | 'removed'", means: 'What was done' },
    { path: 'generated', type: 'boolean', means: 'Whether the client was generated' },
    ...FINDING_FIELDS,
  ],
  example: {
    findings: [],
    pending: [],
    revisions: [
      {
        revision: 'blog/20260201093000_add_tags',
        message: 'Add tags',
        directory: 'extensions/blog/prisma/migrations/20260201093000_add_tags',
        requires: ['core/20260101080000_init'],
        extension: 'blog',
        migrationSql: 'CREATE TABLE "Tag" ("id" INTEGER NOT NULL PRIMARY KEY);\n',
        downSql: 'DROP TABLE "Tag";\n',
        destructive: [],
        reversible: true,
      },
    ],
    upgrade: {
      direction: 'upgrade',
      dryRun: false,
      database: 'file:./prisma/dev.db',
      revisions: [
        {
          revision: 'blog/20260201093000_add_tags',
          message: 'Add tags',
          action: 'applied',
          because: null,
          durationMs: 3.2,
        },
      ],
      losses: [],
      sql: null,
    },
    composition: {
      directory: 'generated/schema',
      files: [
        { path: 'generated/schema/core.prisma', state: 'unchanged' },
        { path: 'generated/schema/blog.prisma', state: 'written' },
      ],
    },
    generated: false,
  },
});
