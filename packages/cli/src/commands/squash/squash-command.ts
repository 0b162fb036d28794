import type { SquashResult } from '@prisma-orchestrate/core';
import { squash } from '@prisma-orchestrate/core/operations/squash';
import { defineCommand } from '../../command.js';
import { renderSquash, renderSquashNotes } from '../../render/render-squash.js';

interface SquashFlags {
  readonly extension?: string;
  readonly to?: string;
  readonly message?: string;
  readonly dryRun?: boolean;
}

export const squashCommand = defineCommand<SquashFlags, SquashResult>({
  call: async ({ extension, to, message, dryRun }, { run }) =>
    squash({ ...(await run()), extension, to, message, dryRun }),
  succeeded: () => true,
  render: renderSquash,
  renderNotes: renderSquashNotes,
});
