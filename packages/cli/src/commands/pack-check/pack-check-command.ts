import type { PackCheckResult } from '@prisma-orchestrate/core';
import { packCheck } from '@prisma-orchestrate/core/operations/pack-check';
import { defineCommand } from '../../command.js';
import { hasErrors } from '../../render/render-findings.js';
import type { FindingsFormat } from '../../render/render-formatted.js';
import { renderFormatted } from '../../render/render-formatted.js';
import { renderPackCheck } from '../../render/render-pack-check.js';

interface PackCheckFlags {
  readonly directory?: string;
  readonly format?: FindingsFormat;
}

export const packCheckCommand = defineCommand<PackCheckFlags, PackCheckResult>({
  call: async ({ directory }, { run }) => packCheck({ ...(await run()), directory }),
  succeeded: ({ findings }) => !hasErrors(findings),
  render: (result, look, { format = 'text' }) =>
    format === 'text'
      ? renderPackCheck(result, look)
      : renderFormatted(format, { ...result, directory: result.inRepository }),
});
