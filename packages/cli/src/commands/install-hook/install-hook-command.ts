import type { GitHook, InstallHookResult } from '@prisma-orchestrate/core';
import { installHook } from '@prisma-orchestrate/core/operations/install-hook';
import { defineCommand } from '../../command.js';
import { renderInstallHook } from '../../render/render-install-hook.js';

interface InstallHookFlags {
  readonly hook?: GitHook;
  readonly remove?: boolean;
  readonly dryRun?: boolean;
}

export const installHookCommand = defineCommand<InstallHookFlags, InstallHookResult>({
  call: ({ hook, remove, dryRun }, { where }) => installHook({ ...where, hook, remove, dryRun }),
  succeeded: () => true,
  render: renderInstallHook,
});
