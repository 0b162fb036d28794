import type { ListResult } from '@prisma-orchestrate/core';
import { list } from '@prisma-orchestrate/core/operations/list';
import { defineCommand } from '../../command.js';
import { hasErrors, renderFindings } from '../../render/render-findings.js';
import { renderList } from '../../render/render-list.js';

interface ListFlags {
  readonly models?: boolean;
  readonly verify?: boolean;
}

export const listCommand = defineCommand<ListFlags, ListResult>({
  call: ({ models, verify }, { where }) => list({ ...where, models, verify }),
  succeeded: ({ findings }) => !hasErrors(findings),
  render: renderList,
  renderNotes: ({ findings }, look) => renderFindings(findings, look),
});
