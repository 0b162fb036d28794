import type { HistoryResult } from '@prisma-orchestrate/core';
import { history } from '@prisma-orchestrate/core/operations/history';
import { defineCommand } from '../../command.js';
import { renderHistory } from '../../render/render-history.js';
import { renderHistoryGraph } from '../../render/render-history-graph.js';

interface HistoryFlags {
  readonly extension?: string;
  readonly graph?: boolean;
  readonly ascii?: boolean;
  readonly sort?: 'plan' | 'applied';
  readonly reverse?: boolean;
}

export const historyCommand = defineCommand<HistoryFlags, HistoryResult>({
  call: ({ extension, sort, reverse }, { where }) => history({ ...where, extension, sort, reverse }),
  succeeded: () => true,
  render: (result, look, { graph, ascii, reverse }) =>
    graph === true && result.entries.length > 0
      ? renderHistoryGraph(result.entries, { look, isReversed: reverse === true, isAscii: ascii === true })
      : renderHistory(result, look),
});
