import type { DebugReport } from '@prisma-orchestrate/core';
import { defineCommand } from '../../command.js';
import { renderDebug } from '../../render/render-debug.js';

export const debugCommand = defineCommand<object, DebugReport>({
  call: (library, _flags, { where }) => library.debug(where),
  succeeded: ({ problems }) => problems.length === 0,
  render: renderDebug,
});
