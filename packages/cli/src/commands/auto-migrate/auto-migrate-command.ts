import type { AutoMigrateResult, LossRequest } from '@prisma-orchestrate/core';
import { autoMigrate } from '@prisma-orchestrate/core/operations/auto-migrate';
import { defineCommand } from '../../command.js';
import { renderAutoMigrate, renderAutoMigrateNotes } from '../../render/render-auto-migrate.js';
import { renderLossRequest } from '../../render/render-losses.js';

interface AutoMigrateFlags {
  readonly dryRun?: boolean;
  readonly backup?: boolean;
  readonly tx?: 'all' | 'revision';
  readonly makeRevisions?: boolean;
  readonly message?: string;
  readonly refuseBehind?: boolean;
}

const QUESTION = 'Upgrade it?';

export const autoMigrateCommand = defineCommand<AutoMigrateFlags, AutoMigrateResult>({
  call: async ({ dryRun, backup, tx, makeRevisions, message, refuseBehind }, { run, ask, isAgreed, confirm }) => {
    const askLosses =
      ask && ((request: LossRequest) => ask({ show: (look) => renderLossRequest(request, look), question: QUESTION }));
    return autoMigrate({
      ...(await run()),
      dryRun,
      backup,
      tx,
      makeRevisions,
      message,
      whenBehind: refuseBehind === true ? 'refuse' : 'continue',
      allowDestructive: isAgreed,
      confirm: askLosses,
      confirmRevision: confirm,
    });
  },
  succeeded: ({ success }) => success,
  failedAs: ({ error }) => error?.kind ?? null,
  render: renderAutoMigrate,
  renderNotes: renderAutoMigrateNotes,
});
