import type { GenerateResult } from '@prisma-orchestrate/core';
import { generate } from '@prisma-orchestrate/core/operations/generate';
import { defineCommand } from '../../command.js';
import { hasErrors, renderFindings } from '../../render/render-findings.js';
import { renderGenerate } from '../../render/render-generate.js';

interface GenerateFlags {
  readonly generator?: readonly string[];
  readonly force?: boolean;
}

export const generateCommand = defineCommand<GenerateFlags, GenerateResult>({
  call: async ({ generator: generators, force }, { run }) => generate({ ...(await run()), generators, force }),
  succeeded: ({ findings }) => !hasErrors(findings),
  render: (result, look) => (hasErrors(result.findings) ? '' : renderGenerate(result, look)),
  renderNotes: ({ findings }, look) => renderFindings(findings, look),
});
