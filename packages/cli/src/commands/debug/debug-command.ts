import type { DebugReport } from '@prisma-orchestrate/core';
import { debug } from '@prisma-orchestrate/core/operations/debug';
import { defineCommand } from '../../command.js';
import { renderDebug } from '../../render/render-debug.js';

export const debugCommand = defineCommand<object, DebugReport>({
  call: (_flags, { where }) => debug(where),
  succeeded: ({ problems }) => problems.length === 0,
  render: renderDebug,
});
