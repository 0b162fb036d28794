import type { RenameExtensionResult } from '@prisma-orchestrate/core';
import { CHANGED_FILE_FIELDS } from '../../docs/common-fields.js';
import { documentResult } from '../../docs/result-document.js';

export const renameExtensionResult = documentResult<RenameExtensionResult>({
  fields: [
    { path: 'dryRun', type: 'boolean', means: 'Whether it only shows what would be changed' },
    { path: 'from', type: 'string', means: 'The former name' },
    { path: 'to', type: 'string', means: 'The new name' },
    ...CHANGED_FILE_FIELDS,
    { path: 'directory', type: 'object | null', means: 'The directory that was renamed; null where it stays' },
    { path: 'directory.from', type: 'string', means: 'Relative to the root' },
    { path: 'directory.to', type: 'string', means: 'Relative to the root' },
    { path: 'historyTable', type: 'object', means: 'The history table, which the next run that writes renames' },
    { path: 'historyTable.from', type: 'string', means: 'As databases still call it' },
    { path: 'historyTable.to', type: 'string', means: 'As it will be called' },
    { path: 'manual', type: 'string[]', means: 'What is left to be changed by hand' },
  ],
  example: {
    dryRun: false,
    from: 'blog',
    to: 'posts',
    files: [
      {
        path: 'extensions/shop/package.json',
        state: 'changed',
        diff: '@@ -3 +3 @@\n   "orchestrate": {\n-    "dependsOn": ["blog"]\n+    "dependsOn": ["posts"]\n   }',
      },
    ],
    directory: { from: 'extensions/blog', to: 'extensions/posts' },
    historyTable: { from: '_prisma_migrations_blog', to: '_prisma_migrations_posts' },
    manual: [],
  },
});
