import type { RenameExtensionResult } from '@prisma-orchestrate/core';
import { renameExtension } from '@prisma-orchestrate/core/operations/rename-extension';
import { defineCommand } from '../../command.js';
import { renderRenameExtension } from '../../render/render-rename-extension.js';

interface RenameExtensionFlags {
  readonly from: string;
  readonly to: string;
  readonly dryRun?: boolean;
}

export const renameExtensionCommand = defineCommand<RenameExtensionFlags, RenameExtensionResult>({
  call: ({ from, to, dryRun }, { where }) => renameExtension({ ...where, from, to, dryRun }),
  succeeded: () => true,
  render: renderRenameExtension,
});
