import type { ComposeResult } from '@prisma-orchestrate/core';
import { FINDING_FIELDS } from '../../docs/common-fields.js';
import { documentResult } from '../../docs/result-document.js';

export const composeResult = documentResult<ComposeResult>({
  fields: [
    {
      path: 'directory',
      type: 'string',
      means: 'The folder of the composed schema, or with `--single-file` that file',
    },
    { path: 'files', type: 'object[]', means: 'Its files' },
    { path: 'files[].path', type: 'string', means: 'Relative to the workspace root' },
    {
      path: 'files[].state',
      type: "'written' | 'unchanged' | 'removed'",
      means: 'What was done, or with `--check` would be',
    },
    { path: 'stale', type: 'boolean', means: 'With `--check`: whether what is on disk differs from the composition' },
    ...FINDING_FIELDS,
  ],
  example: {
    directory: 'generated/schema',
    files: [
      { path: 'generated/schema/core.prisma', state: 'unchanged' },
      { path: 'generated/schema/blog.prisma', state: 'written' },
    ],
    stale: false,
    findings: [],
  },
});
