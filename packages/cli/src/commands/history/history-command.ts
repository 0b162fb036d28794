import type { HistoryResult } from '@prisma-orchestrate/core';
import { history } from '@prisma-orchestrate/core/operations/history';
import { defineCommand } from '../../command.js';
import { renderHistory } from '../../render/render-history.js';

interface HistoryFlags {
  readonly extension?: string;
}

export const historyCommand = defineCommand<HistoryFlags, HistoryResult>({
  call: ({ extension }, { where }) => history({ ...where, extension }),
  succeeded: () => true,
  render: renderHistory,
});
