import type { ComposeResult } from '@prisma-orchestrate/core';
import { compose } from '@prisma-orchestrate/core/operations/compose';
import { defineCommand } from '../../command.js';
import { renderCompose } from '../../render/render-compose.js';
import { hasErrors, renderFindings } from '../../render/render-findings.js';

interface ComposeFlags {
  readonly check?: boolean;
  readonly singleFile?: string | true;
}

export const composeCommand = defineCommand<ComposeFlags, ComposeResult>({
  call: ({ check, singleFile }, { where }) => compose({ ...where, check, singleFile }),
  succeeded: ({ findings, stale }, { check }) => !hasErrors(findings) && !(check === true && stale),
  render: (result, look, { check, singleFile }) =>
    hasErrors(result.findings)
      ? ''
      : renderCompose(result, look, { check: check === true, command: commandOf(singleFile) }),
  renderNotes: ({ findings }, look) => renderFindings(findings, look),
});

/** What brings it up to date. */
function commandOf(singleFile: ComposeFlags['singleFile']): string {
  if (singleFile === undefined) return 'orchestrate compose';
  return `orchestrate compose --single-file${singleFile === true ? '' : ` ${singleFile}`}`;
}
