import type { HistoryResult } from '@prisma-orchestrate/core';
import { defineCommand } from '../../command.js';
import { renderHistory } from '../../render/render-history.js';

interface HistoryFlags {
  readonly extension?: string;
}

export const historyCommand = defineCommand<HistoryFlags, HistoryResult>({
  call: (library, { extension }, { where }) => library.history({ ...where, extension }),
  succeeded: () => true,
  render: renderHistory,
});
