import type { ValidateResult } from '@prisma-orchestrate/core';
import { validate } from '@prisma-orchestrate/core/operations/validate';
import { defineCommand } from '../../command.js';
import { hasErrors } from '../../render/render-findings.js';
import { renderValidate } from '../../render/render-validate.js';

interface ValidateFlags {
  readonly extension?: string;
}

export const validateCommand = defineCommand<ValidateFlags, ValidateResult>({
  call: ({ extension }, { where }) => validate({ ...where, extension }),
  succeeded: ({ findings }) => !hasErrors(findings),
  render: renderValidate,
});
