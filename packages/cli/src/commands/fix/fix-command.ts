import type { FixResult } from '@prisma-orchestrate/core';
import { fix } from '@prisma-orchestrate/core/operations/fix';
import { defineCommand } from '../../command.js';
import { hasErrors, renderFindings } from '../../render/render-findings.js';
import { renderFix } from '../../render/render-fix.js';

interface FixFlags {
  readonly extension?: string;
  readonly dryRun?: boolean;
  readonly format: boolean;
}

export const fixCommand = defineCommand<FixFlags, FixResult>({
  call: async ({ extension, dryRun, format }, { run }) => fix({ ...(await run()), extension, dryRun, format }),
  succeeded: ({ findings }) => !hasErrors(findings),
  render: renderFix,
  renderNotes: ({ findings }, look) => renderFindings(findings, look),
});
