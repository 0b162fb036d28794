import type { InitResult } from '@prisma-orchestrate/core';
import { CHANGED_FILE_FIELDS } from '../../docs/common-fields.js';
import { documentResult } from '../../docs/result-document.js';

export const initResult = documentResult<InitResult>({
  fields: [
    { path: 'dryRun', type: 'boolean', means: 'Whether it only shows what would be written' },
    { path: 'root', type: 'string', means: 'The workspace' },
    { path: 'kind', type: "'new' | 'existing'", means: 'Whether a schema was there before' },
    { path: 'provider', type: 'string', means: 'As the datasource block names it' },
    { path: 'packageManager', type: 'string', means: 'npm, pnpm, yarn, bun or another that is known' },
    { path: 'isMonorepo', type: 'boolean', means: 'Whether the project lists packages of its own' },
    { path: 'usesTurbo', type: 'boolean', means: 'Whether it has turbo' },
    { path: 'config', type: 'string | null', means: 'The configuration that was there already' },
    { path: 'extensions', type: 'string[]', means: 'The extensions that are there already' },
    ...CHANGED_FILE_FIELDS,
    { path: 'kept', type: 'object[]', means: 'What has a name that it would have used; left as it is' },
    { path: 'kept[].file', type: 'string', means: 'Relative to the workspace root' },
    { path: 'kept[].what', type: 'string', means: 'Which script, task or list' },
    { path: 'kept[].found', type: 'string', means: 'What it says' },
    { path: 'kept[].wanted', type: 'string', means: 'What would have been written' },
    { path: 'next', type: 'object[]', means: 'What is left to do' },
    { path: 'next[].does', type: 'string', means: 'What it is' },
    { path: 'next[].lines', type: 'string[]', means: 'Command lines, or lines of a file' },
  ],
  example: {
    dryRun: false,
    root: '/home/me/shop',
    kind: 'existing',
    provider: 'postgresql',
    packageManager: 'npm',
    isMonorepo: false,
    usesTurbo: false,
    config: 'orchestrate.config.ts',
    extensions: ['blog'],
    files: [
      {
        path: 'package.json',
        state: 'changed',
        diff: '@@ -3 +3 @@\n   "scripts": {\n-    "build": "tsc"\n+    "build": "tsc",\n+    "schema:validate": "orchestrate validate"\n   }',
      },
    ],
    kept: [
      {
        file: 'package.json',
        what: 'script db:upgrade',
        found: 'prisma migrate deploy',
        wanted: 'orchestrate upgrade --all',
      },
    ],
    next: [{ does: 'Install what is missing or too old', lines: ['npm i -D prisma-orchestrate'] }],
  },
});
