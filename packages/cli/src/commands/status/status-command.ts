import type { StatusOrder, StatusResult } from '@prisma-orchestrate/core';
import { status } from '@prisma-orchestrate/core/operations/status';
import { defineCommand } from '../../command.js';
import { hasProblems, renderStatus } from '../../render/render-status.js';

interface StatusFlags {
  readonly extension?: string;
  readonly sort?: StatusOrder;
}

export const statusCommand = defineCommand<StatusFlags, StatusResult>({
  call: ({ extension, sort }, { where }) => status({ ...where, extension, sort }),
  succeeded: (result) => !hasProblems(result),
  render: (result, look, { extension }) => renderStatus(result, look, extension),
});
