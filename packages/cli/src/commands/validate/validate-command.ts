import { resolve } from 'node:path';
import type { ValidateResult } from '@prisma-orchestrate/core';
import { validate } from '@prisma-orchestrate/core/operations/validate';
import { defineCommand } from '../../command.js';
import { hasErrors } from '../../render/render-findings.js';
import type { FindingsFormat } from '../../render/render-formatted.js';
import { renderFormatted } from '../../render/render-formatted.js';
import { renderPassedOver, renderValidate, renderValidateNotes } from '../../render/render-validate.js';

interface ValidateFlags {
  readonly files: readonly string[];
  readonly extension?: string;
  readonly staged?: boolean;
  readonly format?: FindingsFormat;
}

export const validateCommand = defineCommand<ValidateFlags, ValidateResult>({
  // Whoever passes files, as git's hooks do, knows nothing of --cwd.
  call: async ({ files, extension, staged }, { where, currentDirectory, output }) => {
    const named = files.map((file) => resolve(currentDirectory, file));
    const result = await validate({ ...where, extension, staged, files: named });
    if (output.isVerbose) output.say(() => renderPassedOver(result));
    return result;
  },
  succeeded: ({ findings }) => !hasErrors(findings),
  render: (result, look, { format = 'text' }) =>
    format === 'text' ? renderValidate(result, look) : renderFormatted(format, result),
  renderNotes: renderValidateNotes,
});
