import type { InitResult, StarterProvider } from '@prisma-orchestrate/core';
import { init } from '@prisma-orchestrate/core/operations/init';
import { defineCommand } from '../../command.js';
import { renderInit, renderInitNotes } from '../../render/render-init.js';

interface InitFlags {
  readonly provider?: StarterProvider;
  readonly dryRun?: boolean;
}

export const initCommand = defineCommand<InitFlags, InitResult>({
  call: async ({ provider, dryRun }, { run, choose }) =>
    init({
      ...(await run()),
      provider,
      dryRun,
      chooseProvider:
        choose &&
        (() =>
          choose({
            question: 'Which database is it to be?',
            answers: [
              { value: 'sqlite', label: 'SQLite, a file in the project' },
              { value: 'postgresql', label: 'PostgreSQL' },
            ],
          })),
    }),
  succeeded: () => true,
  render: renderInit,
  renderNotes: renderInitNotes,
});
