import type { RestoreResult } from '@prisma-orchestrate/core';
import { DATABASE_FIELD, PROBLEM_FIELDS } from '../../docs/common-fields.js';
import { documentResult } from '../../docs/result-document.js';
import { EXAMPLE_BACKUP, listedBackupFields } from '../listed-backup-fields.js';

export const restoreResult = documentResult<RestoreResult>({
  fields: [
    { path: 'action', type: "'restored' | 'verified'", means: '`verified` with `--verify`: nothing was replaced' },
    DATABASE_FIELD,
    { path: 'backup', type: 'object', means: 'The backup' },
    ...listedBackupFields('backup'),
    {
      path: 'compared',
      type: 'object | null',
      means: 'What was compared with the manifest; null for a backup without one',
    },
    { path: 'compared.tables', type: 'integer', means: 'Tables' },
    { path: 'compared.rows', type: 'integer', means: 'Rows, of all tables' },
    { path: 'compared.checksums', type: 'boolean', means: 'Whether the values of all rows were compared' },
    { path: 'differences', type: 'object[]', means: 'In what it is not what was backed up' },
    {
      path: 'differences[].kind',
      type: "'table' | 'object' | 'definition' | 'rows' | 'values' | 'revisions' | 'orphans'",
      means:
        '`table`, `object`: missing, or one too many; `definition`: of an object of the schema; `rows`: their number; `values`: what is in them; `revisions`: a history; `orphans`: broken references',
    },
    { path: 'differences[].name', type: 'string', means: 'The table, the object with its kind, or the extension' },
    { path: 'differences[].backedUp', type: 'string', means: 'As it was' },
    { path: 'differences[].restored', type: 'string', means: 'As it is' },
    {
      path: 'replaced',
      type: 'object | null',
      means: 'What was there before; null where nothing was, and where it was dropped',
    },
    { path: 'replaced.place', type: 'string', means: 'Where it is kept: a file, or a database on the server' },
    { path: 'replaced.bringBack', type: 'string', means: 'The command that brings it back' },
    { path: 'extensions', type: 'object[]', means: 'Where each extension stands in what was restored' },
    { path: 'extensions[].name', type: 'string', means: 'Its name' },
    { path: 'extensions[].revisions', type: 'string[]', means: 'The last applied revisions, `extension/name`' },
    { path: 'extensions[].heads', type: 'string[]', means: 'The last revisions that there are' },
    { path: 'extensions[].pending', type: 'integer', means: 'How many are not applied' },
    { path: 'extensions[].isHead', type: 'boolean', means: 'Whether all are' },
    ...PROBLEM_FIELDS,
  ],
  example: {
    action: 'restored',
    database: 'file:./prisma/dev.db',
    backup: EXAMPLE_BACKUP,
    compared: { tables: 9, rows: 120_480, checksums: false },
    differences: [],
    replaced: {
      place: '/srv/shop/prisma/dev.db.replaced-20260302T081500000Z',
      bringBack:
        'orchestrate restore --database-url file:/srv/shop/prisma/dev.db /srv/shop/prisma/dev.db.replaced-20260302T081500000Z',
    },
    extensions: [
      {
        name: 'blog',
        revisions: ['blog/20260215120000_add_tags'],
        heads: ['blog/20260301090000_add_likes'],
        pending: 1,
        isHead: false,
      },
    ],
    problems: [],
  },
});
