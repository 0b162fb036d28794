import type { RevisionResult } from '@prisma-orchestrate/core';
import { makeRevision } from '@prisma-orchestrate/core/operations/make-revision';
import { defineCommand } from '../../command.js';
import { renderRevision } from '../../render/render-revision.js';

interface RevisionFlags {
  readonly extension?: string;
  readonly message: string;
  readonly auto?: boolean;
  readonly allowDestructive?: boolean;
}

export const revisionCommand = defineCommand<RevisionFlags, RevisionResult>({
  call: async ({ extension, message, auto, allowDestructive }, { run, confirm }) =>
    makeRevision({ ...(await run()), extension, message, auto, allowDestructive, confirm }),
  succeeded: () => true,
  render: renderRevision,
});
