import type { ValidateResult } from '@prisma-orchestrate/core';
import { EXAMPLE_FINDING, FINDING_FIELDS, REPOSITORY_FIELD } from '../../docs/common-fields.js';
import { documentResult } from '../../docs/result-document.js';

export const validateResult = documentResult<ValidateResult>({
  fields: [
    { path: 'extensions', type: 'string[]', means: 'The extensions that were composed' },
    {
      path: 'affected',
      type: 'string[]',
      means: 'Those that were checked: all of them, or with `--staged` and files what those can affect',
    },
    { path: 'files', type: 'integer', means: 'How many fragment files they have' },
    { path: 'models', type: 'integer', means: 'How many models those hold' },
    { path: 'omitted', type: 'integer', means: 'How many findings are left out, being about others than those' },
    { path: 'passedOver', type: 'string[]', means: 'Files that do not concern the schema, relative to the root' },
    REPOSITORY_FIELD,
    ...FINDING_FIELDS,
  ],
  example: {
    extensions: ['core', 'blog', 'billing'],
    affected: ['core', 'blog', 'billing'],
    files: 3,
    models: 11,
    omitted: 0,
    passedOver: [],
    directory: '.',
    findings: [EXAMPLE_FINDING],
  },
});
