import type { RestoreRequest, RestoreResult } from '@prisma-orchestrate/core';
import { restore } from '@prisma-orchestrate/core/operations/restore';
import { defineCommand } from '../../command.js';
import { renderRestore, renderRestoreNotes, renderRestoreRequest } from '../../render/render-restore.js';

interface RestoreFlags {
  readonly backup?: string;
  readonly verify?: boolean;
  readonly location?: string;
  readonly dropReplaced?: boolean;
  readonly endSessions?: boolean;
  readonly allowDestructive?: boolean;
}

const QUESTION = 'Replace it?';

export const restoreCommand = defineCommand<RestoreFlags, RestoreResult>({
  call: async (flags, { run, ask }) => {
    const { backup, verify, location, dropReplaced, endSessions, allowDestructive } = flags;
    const how = { backup, verify, location, dropReplaced, endSessions, allowDestructive };
    const confirm =
      ask &&
      ((request: RestoreRequest) => ask({ show: (look) => renderRestoreRequest(request, look), question: QUESTION }));
    return restore({ ...(await run()), ...how, confirm });
  },
  succeeded: ({ action, differences }) => action === 'restored' || differences.length === 0,
  render: renderRestore,
  renderNotes: renderRestoreNotes,
});
