import type { MergeResult } from '@prisma-orchestrate/core';
import { documentResult } from '../../docs/result-document.js';

export const mergeResult = documentResult<MergeResult>({
  fields: [
    { path: 'dryRun', type: 'boolean', means: 'Whether nothing was to be written' },
    {
      path: 'merged',
      type: 'object[]',
      means: 'Extensions whose branches fit together; empty where none has diverged',
    },
    { path: 'merged[].extension', type: 'string', means: 'The extension' },
    { path: 'merged[].forkPoint', type: 'string | null', means: 'The last revision that all branches have in common' },
    { path: 'merged[].heads', type: 'string[]', means: 'The last revisions of the branches, in plan order' },
    {
      path: 'merged[].orders',
      type: 'integer',
      means: 'In how many orders they can be applied, all of which were compared',
    },
    {
      path: 'merged[].reordered',
      type: 'string[]',
      means: 'Enums whose values a database sorts by which branch it got first',
    },
    { path: 'merged[].revision', type: 'string | null', means: 'The new revision; null with `dryRun`' },
    { path: 'merged[].directory', type: 'string | null', means: 'Where it is; null with `dryRun`' },
  ],
  example: {
    dryRun: false,
    merged: [
      {
        extension: 'blog',
        forkPoint: 'blog/20260115120000_init',
        heads: ['blog/20260201093000_add_tags', 'blog/20260202101500_add_slugs'],
        orders: 2,
        reordered: [],
        revision: 'blog/20260203080000_merge',
        directory: 'extensions/blog/prisma/migrations/20260203080000_merge',
      },
    ],
  },
});
