import type { CurrentResult } from '@prisma-orchestrate/core';
import { defineCommand } from '../../command.js';
import { renderCurrent } from '../../render/render-current.js';

interface CurrentFlags {
  readonly extension?: string;
}

export const currentCommand = defineCommand<CurrentFlags, CurrentResult>({
  call: (library, { extension }, { where }) => library.current({ ...where, extension }),
  succeeded: () => true,
  render: renderCurrent,
});
