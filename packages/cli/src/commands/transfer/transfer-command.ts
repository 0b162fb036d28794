import type { TransferResult } from '@prisma-orchestrate/core';
import { transfer } from '@prisma-orchestrate/core/operations/transfer';
import { defineCommand } from '../../command.js';
import { renderTransfer } from '../../render/render-transfer.js';

interface TransferFlags {
  readonly model: string;
  readonly from: string;
  readonly to: string;
  readonly message?: string;
  readonly dryRun?: boolean;
}

export const transferCommand = defineCommand<TransferFlags, TransferResult>({
  call: async ({ model, from, to, message, dryRun }, { run }) =>
    transfer({ ...(await run()), model, from, to, message, dryRun }),
  succeeded: () => true,
  render: renderTransfer,
});
