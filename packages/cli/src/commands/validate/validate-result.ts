import type { ValidateResult } from '@prisma-orchestrate/core';
import { EXAMPLE_FINDING, FINDING_FIELDS } from '../../docs/common-fields.js';
import { documentResult } from '../../docs/result-document.js';

export const validateResult = documentResult<ValidateResult>({
  fields: [
    { path: 'extensions', type: 'string[]', means: 'The extensions that were checked' },
    { path: 'files', type: 'integer', means: 'How many fragment files they have' },
    { path: 'models', type: 'integer', means: 'How many models those hold' },
    ...FINDING_FIELDS,
  ],
  example: { extensions: ['core', 'blog', 'billing'], files: 3, models: 11, findings: [EXAMPLE_FINDING] },
});
