import type { MergeResult } from '@prisma-orchestrate/core';
import { merge } from '@prisma-orchestrate/core/operations/merge';
import { defineCommand } from '../../command.js';
import { renderMerge } from '../../render/render-merge.js';

interface MergeFlags {
  readonly extension?: string;
  readonly message?: string;
  readonly dryRun?: boolean;
}

export const mergeCommand = defineCommand<MergeFlags, MergeResult>({
  call: async ({ extension, message, dryRun }, { run }) => merge({ ...(await run()), extension, message, dryRun }),
  succeeded: () => true,
  render: (result, look, { extension }) => renderMerge(result, look, extension),
});
