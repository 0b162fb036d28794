import type { CurrentResult } from '@prisma-orchestrate/core';
import { current } from '@prisma-orchestrate/core/operations/current';
import { defineCommand } from '../../command.js';
import { renderCurrent } from '../../render/render-current.js';

interface CurrentFlags {
  readonly extension?: string;
}

export const currentCommand = defineCommand<CurrentFlags, CurrentResult>({
  call: ({ extension }, { where }) => current({ ...where, extension }),
  succeeded: () => true,
  render: renderCurrent,
});
