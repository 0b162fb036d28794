import type { ListedBackup } from '@prisma-orchestrate/core';
import type { ResultField } from '../docs/result-document.js';

/** A backup at a place of a result. */
export function listedBackupFields(path: string): readonly ResultField[] {
  return [
    { path: `${path}.name`, type: 'string', means: 'What it is called' },
    { path: `${path}.file`, type: 'string', means: 'Where it is, absolute' },
    { path: `${path}.takenAt`, type: 'date | null', means: 'When it was taken; null where nothing says it' },
    { path: `${path}.size`, type: 'integer', means: 'Bytes' },
    {
      path: `${path}.state`,
      type: "'verified' | 'unverified' | 'damaged' | 'unproved'",
      means:
        '`verified`: was restored and compared; `damaged`: not of the size that it had, or with a manifest that cannot be used; `unproved`: without a manifest',
    },
    { path: `${path}.verifiedAt`, type: 'date | null', means: 'When it was last verified' },
    { path: `${path}.database`, type: 'string | null', means: 'The database that it is of, without its password' },
    { path: `${path}.isOfThisDatabase`, type: 'boolean', means: 'Whether that is the database of this workspace' },
    { path: `${path}.revisions`, type: 'object[]', means: 'What was applied then' },
    { path: `${path}.revisions[].extension`, type: 'string', means: 'Of which extension' },
    { path: `${path}.revisions[].count`, type: 'integer', means: 'How many revisions' },
    { path: `${path}.revisions[].last`, type: 'string', means: 'The last one, by name' },
    { path: `${path}.rows`, type: 'integer | null', means: 'Rows of all tables; null where nothing says it' },
  ];
}

/** A backup for the examples. */
export const EXAMPLE_BACKUP: ListedBackup = {
  name: '20260301T090000000Z.backup',
  file: '/srv/shop/.orchestrate/backups/20260301T090000000Z.backup',
  takenAt: new Date('2026-03-01T09:00:00.000Z'),
  size: 7_340_032,
  state: 'unverified',
  verifiedAt: null,
  database: 'file:./prisma/dev.db',
  isOfThisDatabase: true,
  revisions: [
    { extension: 'core', count: 4, last: '20260201093000_add_roles' },
    { extension: 'blog', count: 2, last: '20260215120000_add_tags' },
  ],
  rows: 120_480,
};
