import type { PrismaResult } from '@prisma-orchestrate/core';
import { documentResult } from '../../docs/result-document.js';

export const prismaResult = documentResult<PrismaResult>({
  fields: [
    { path: 'extension', type: 'string', means: 'The extension that Prisma saw' },
    { path: 'args', type: 'string[]', means: 'What Prisma was given' },
    { path: 'exitCode', type: 'number', means: "Prisma's own, which is that of the run" },
    { path: 'revisions', type: 'object[]', means: 'The revisions that Prisma made, as they were completed' },
    { path: 'revisions[].revision', type: 'string', means: '`extension/name`' },
    { path: 'revisions[].directory', type: 'string', means: 'Where it is, relative to the workspace root' },
    { path: 'revisions[].parents', type: 'string[]', means: 'What it follows in its extension' },
    { path: 'revisions[].requires', type: 'string[]', means: 'What must be applied before it in other extensions' },
    { path: 'revisions[].adopts', type: 'string[]', means: 'Tables and enums that come from another extension' },
    {
      path: 'revisions[].down',
      type: "'drafted' | 'drafted-roughly' | 'blank'",
      means:
        'Its down.sql: drafted and tried; drafted, and not quite what was before; to be written by hand, as the SQL is not what the schema asks for',
    },
    {
      path: 'withdrawn',
      type: 'string[]',
      means: 'Each down.sql that is to be written by hand now, as its migration was edited after `--create-only`',
    },
    { path: 'files', type: 'object[]', means: 'Files of the fragment that were written' },
    { path: 'files[].file', type: 'string', means: 'Relative to the workspace root' },
    { path: 'files[].state', type: "'created' | 'updated'", means: 'What became of it' },
    { path: 'leftAlone', type: 'object[]', means: 'What Prisma changed of other extensions, which was not written' },
    { path: 'leftAlone[].extension', type: 'string', means: 'The extension' },
    { path: 'leftAlone[].names', type: 'string[]', means: 'Its models and enums' },
    {
      path: 'seedless',
      type: 'string | null',
      means: 'The package.json that may name a seed, where `db seed` found none',
    },
    { path: 'stdout', type: 'string', means: 'What Prisma printed on stdout' },
    { path: 'stderr', type: 'string', means: 'Empty: what Prisma printed there was passed on' },
  ],
  example: {
    extension: 'blog',
    args: ['migrate', 'dev', '--name', 'add_notes'],
    exitCode: 0,
    revisions: [
      {
        revision: 'blog/20260301120000_add_notes',
        directory: 'extensions/blog/prisma/migrations/20260301120000_add_notes',
        parents: ['blog/20260201093000_add_tags'],
        requires: ['core/20260101080000_init'],
        adopts: [],
        down: 'drafted',
      },
    ],
    withdrawn: [],
    files: [],
    leftAlone: [],
    seedless: null,
    stdout: 'Your database is now in sync with your schema.\n',
    stderr: '',
  },
});
