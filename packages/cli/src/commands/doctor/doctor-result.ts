import type { DoctorReport } from '@prisma-orchestrate/core';
import { documentResult } from '../../docs/result-document.js';

export const doctorResult = documentResult<DoctorReport>({
  fields: [
    { path: 'root', type: 'string | null', means: 'The workspace; null where none was found' },
    { path: 'database', type: 'string | null', means: 'The database that commands would use, without secrets' },
    { path: 'isHealthy', type: 'boolean', means: 'Whether no result is an error' },
    { path: 'results', type: 'object[]', means: 'What was looked at, in groups' },
    {
      path: 'results[].group',
      type: "'versions' | 'engine' | 'drivers' | 'configuration' | 'database' | 'privileges' | 'leftovers'",
      means: 'What it is about',
    },
    { path: 'results[].code', type: 'string', means: 'Stable code, explained in errors.md' },
    {
      path: 'results[].status',
      type: "'ok' | 'warning' | 'error' | 'skipped'",
      means: 'Only `error` makes the exit code 1',
    },
    { path: 'results[].message', type: 'string', means: 'What was seen' },
    { path: 'results[].fix', type: 'string | null', means: 'The command or edit that mends it' },
    { path: 'totals', type: 'object', means: 'How many results there are of each status' },
    { path: 'totals.ok', type: 'integer', means: 'Nothing wrong' },
    { path: 'totals.warning', type: 'integer', means: 'It works, and may not always' },
    { path: 'totals.error', type: 'integer', means: 'It does not work' },
    { path: 'totals.skipped', type: 'integer', means: 'Not looked at, or of no matter here' },
  ],
  example: {
    root: '/home/ada/shop',
    database: 'postgresql://app:***@localhost/shop',
    isHealthy: false,
    results: [
      { group: 'versions', code: 'DOCTOR.NODE', status: 'ok', message: 'Node.js 22.21.1', fix: null },
      {
        group: 'versions',
        code: 'DOCTOR.CLIENT',
        status: 'warning',
        message:
          '@prisma/client is 7.8.0, and prisma, which generates the client, is 7.10.1: what one writes the other may not understand.',
        fix: 'npm install @prisma/client@7.10.1',
      },
      {
        group: 'privileges',
        code: 'DOCTOR.SCHEMA_PRIVILEGE',
        status: 'error',
        message: '"app" may not create anything in the schema public, where history tables and models go.',
        fix: 'As its owner: GRANT USAGE, CREATE ON SCHEMA "public" TO "app";',
      },
    ],
    totals: { ok: 1, warning: 1, error: 1, skipped: 0 },
  },
});
