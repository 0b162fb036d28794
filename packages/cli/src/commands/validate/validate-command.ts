import type { ValidateResult } from '@prisma-orchestrate/core';
import { validate } from '@prisma-orchestrate/core/operations/validate';
import { defineCommand } from '../../command.js';
import { hasErrors } from '../../render/render-findings.js';
import type { FindingsFormat } from '../../render/render-formatted.js';
import { renderFormatted } from '../../render/render-formatted.js';
import { renderValidate } from '../../render/render-validate.js';

interface ValidateFlags {
  readonly extension?: string;
  readonly format?: FindingsFormat;
}

export const validateCommand = defineCommand<ValidateFlags, ValidateResult>({
  call: ({ extension }, { where }) => validate({ ...where, extension }),
  succeeded: ({ findings }) => !hasErrors(findings),
  render: (result, look, { format = 'text' }) =>
    format === 'text' ? renderValidate(result, look) : renderFormatted(format, result.findings),
});
