import type { ComposeResult } from '@prisma-orchestrate/core';
import { compose } from '@prisma-orchestrate/core/operations/compose';
import { defineCommand } from '../../command.js';
import { renderCompose } from '../../render/render-compose.js';
import { hasErrors, renderFindings } from '../../render/render-findings.js';

interface ComposeFlags {
  readonly check?: boolean;
}

export const composeCommand = defineCommand<ComposeFlags, ComposeResult>({
  call: ({ check }, { where }) => compose({ ...where, check }),
  succeeded: ({ findings, stale }, { check }) => !hasErrors(findings) && !(check === true && stale),
  render: (result, look, { check }) => (hasErrors(result.findings) ? '' : renderCompose(result, look, check === true)),
  renderNotes: ({ findings }, look) => renderFindings(findings, look),
});
