import type { EditedRevision, RepairResult } from '@prisma-orchestrate/core';
import { repair } from '@prisma-orchestrate/core/operations/repair';
import { defineCommand } from '../../command.js';
import { renderEdits, renderRepair } from '../../render/render-repair.js';

interface RepairFlags {
  readonly revision: readonly string[];
  readonly extension?: string;
  readonly dryRun?: boolean;
}

export const repairCommand = defineCommand<RepairFlags, RepairResult>({
  call: async ({ revision: revisions, extension, dryRun }, { run, ask }) => {
    const confirm =
      ask === undefined
        ? undefined
        : (edited: readonly EditedRevision[]) =>
            ask({
              show: (look) => `${renderEdits(edited, look)}\n`,
              question: 'Does the database have what the files say now?',
            });
    return repair({ ...(await run()), revisions, extension, dryRun, confirm });
  },
  succeeded: () => true,
  render: renderRepair,
});
