import type { InitExtensionResult } from '@prisma-orchestrate/core';
import { initExtension } from '@prisma-orchestrate/core/operations/init-extension';
import { defineCommand } from '../../command.js';
import { renderInitExtension } from '../../render/render-init-extension.js';
import { completeRequest, type InitExtensionFlags } from './complete-request.js';

export const initExtensionCommand = defineCommand<InitExtensionFlags, InitExtensionResult>({
  call: async (flags, context) => {
    const { skipModel, skipMigrate, skipApply, dryRun, dir: directory } = flags;
    const request = await completeRequest(flags, context);
    const run = await context.run();
    return initExtension({ ...run, ...request, directory, skipModel, skipMigrate, skipApply, dryRun });
  },
  succeeded: () => true,
  render: renderInitExtension,
});
