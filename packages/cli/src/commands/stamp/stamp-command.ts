import type { StampResult } from '@prisma-orchestrate/core';
import { stamp } from '@prisma-orchestrate/core/operations/stamp';
import { defineCommand } from '../../command.js';
import { renderStamp, renderStampNotes } from '../../render/render-stamp.js';
import { selectionOf } from '../selection-of.js';

interface StampFlags {
  readonly target: string;
  readonly extension?: string;
  readonly all?: boolean;
  readonly purge?: boolean;
  readonly dryRun?: boolean;
}

export const stampCommand = defineCommand<StampFlags, StampResult>({
  call: async (flags, { run }) => {
    const { target, purge, dryRun } = flags;
    return stamp({ ...(await run()), selection: selectionOf(flags), target, purge, dryRun });
  },
  succeeded: () => true,
  render: renderStamp,
  renderNotes: renderStampNotes,
});
