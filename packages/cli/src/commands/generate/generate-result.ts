import type { GenerateResult } from '@prisma-orchestrate/core';
import { FINDING_FIELDS } from '../../docs/common-fields.js';
import { documentResult } from '../../docs/result-document.js';

export const generateResult = documentResult<GenerateResult>({
  fields: [
    { path: 'directory', type: 'string', means: 'The folder of the composed schema' },
    { path: 'files', type: 'object[]', means: 'Its files; none where there was nothing to do' },
    { path: 'files[].path', type: 'string', means: 'Relative to the workspace root' },
    { path: 'files[].state', type: "'written' | 'unchanged' | 'removed'", means: 'What was done' },
    { path: 'generated', type: 'boolean', means: 'Whether the generators ran; where not, the client is up to date' },
    { path: 'generators', type: 'object[]', means: 'Those that were asked for' },
    { path: 'generators[].name', type: 'string', means: 'The name of the block' },
    { path: 'generators[].provider', type: 'string', means: 'What it names' },
    {
      path: 'generators[].output',
      type: 'string | null',
      means: 'Where it writes, relative to the workspace root; null where only the generator knows',
    },
    ...FINDING_FIELDS,
  ],
  example: {
    directory: 'generated/schema',
    files: [
      { path: 'generated/schema/core.prisma', state: 'unchanged' },
      { path: 'generated/schema/blog.prisma', state: 'written' },
    ],
    generated: true,
    generators: [{ name: 'client', provider: 'prisma-client', output: 'generated/client' }],
    findings: [],
  },
});
