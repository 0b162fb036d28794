import type { PackCheckResult } from '@prisma-orchestrate/core';
import { FINDING_FIELDS } from '../../docs/common-fields.js';
import { documentResult } from '../../docs/result-document.js';

export const packCheckResult = documentResult<PackCheckResult>({
  fields: [
    { path: 'directory', type: 'string', means: 'The directory of the package, absolute' },
    { path: 'inRepository', type: 'string', means: 'The same from the top of its git repository, `.` in none' },
    { path: 'packageName', type: 'string | null', means: 'As package.json has it' },
    { path: 'packageVersion', type: 'string | null', means: 'As package.json has it' },
    { path: 'extension', type: 'string', means: 'What the extension is called where the package is installed' },
    {
      path: 'workspace',
      type: 'string | null',
      means: 'The workspace that has it, absolute; null where it stands alone',
    },
    { path: 'revisions', type: 'integer', means: 'How many revisions it has' },
    { path: 'files', type: 'string[] | null', means: 'What npm would pack; null where it cannot' },
    ...FINDING_FIELDS,
  ],
  example: {
    directory: '/home/ada/acme/packages/prisma-audit',
    inRepository: 'packages/prisma-audit',
    packageName: '@acme/prisma-audit',
    packageVersion: '1.0.0',
    extension: 'audit',
    workspace: null,
    revisions: 1,
    files: ['package.json', 'prisma/schema.prisma'],
    findings: [
      {
        code: 'PACK.NOT_PACKED',
        severity: 'error',
        message: 'prisma/migrations/20250101000000_init/migration.sql would not be in the package',
        extension: 'audit',
        where: { file: 'prisma/migrations/20250101000000_init/migration.sql', line: 1, column: 1 },
        fix: 'Name its folder in "files" of package.json.',
        related: [],
      },
    ],
  },
});
