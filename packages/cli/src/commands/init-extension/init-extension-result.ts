import type { InitExtensionResult } from '@prisma-orchestrate/core';
import { CHANGED_FILE_FIELDS } from '../../docs/common-fields.js';
import { documentResult } from '../../docs/result-document.js';

export const initExtensionResult = documentResult<InitExtensionResult>({
  fields: [
    { path: 'dryRun', type: 'boolean', means: 'Whether it only shows what would be made' },
    { path: 'name', type: 'string', means: 'The extension' },
    { path: 'directory', type: 'string', means: 'Its directory, relative to the root' },
    { path: 'packageName', type: 'string', means: 'The name in its package.json' },
    { path: 'dependsOn', type: 'string[]', means: 'What it depends on, core included' },
    ...CHANGED_FILE_FIELDS,
    { path: 'model', type: 'object | null', means: 'The sample model; null where none was made' },
    { path: 'model.name', type: 'string', means: 'Its name' },
    { path: 'model.table', type: 'string', means: 'Its table' },
    { path: 'model.owner', type: 'string | null', means: 'The model of core that it relates to' },
    { path: 'revision', type: 'object | null', means: 'The first revision; null where none was made' },
    { path: 'revision.revision', type: 'string', means: '`extension/name`' },
    { path: 'revision.directory', type: 'string', means: 'Where it is, relative to the root' },
    { path: 'revision.requires', type: 'string[]', means: 'Revisions of other extensions that come first' },
    { path: 'upgrade', type: 'any object | null', means: 'The result of `upgrade`; null where it did not run' },
    {
      path: 'composed',
      type: 'string | null',
      means: 'The folder of the composed schema that was brought up to date; null where there was none',
    },
    { path: 'next', type: 'string[]', means: 'What is left to do, in order' },
  ],
  example: {
    dryRun: false,
    name: 'billing',
    directory: 'extensions/billing',
    packageName: '@acme/billing',
    dependsOn: ['core'],
    files: [
      {
        path: 'extensions/billing/prisma/schema.prisma',
        state: 'created',
        diff: '@@ -0,0 +1,3 @@\n+model BillingItem {\n+  id Int @id @default(autoincrement())\n+}',
      },
    ],
    model: { name: 'BillingItem', table: 'billing_items', owner: 'User' },
    revision: {
      revision: 'billing/20260301090000_init',
      directory: 'extensions/billing/prisma/migrations/20260301090000_init',
      requires: ['core/20260101080000_init'],
    },
    upgrade: {
      direction: 'upgrade',
      dryRun: false,
      database: 'file:./prisma/dev.db',
      revisions: [
        {
          revision: 'billing/20260301090000_init',
          message: 'Init',
          action: 'applied',
          because: null,
          durationMs: 2.1,
        },
      ],
      losses: [],
      sql: null,
    },
    composed: 'generated/schema',
    next: ['Put models of your own into extensions/billing/prisma/schema.prisma, then run `orchestrate dev`'],
  },
});
