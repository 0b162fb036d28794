import type { DataLoss, LossRequest } from '@prisma-orchestrate/core';
import type { Look } from './look.js';
import { wrap } from './wrap.js';

/** One line for each table and column that goes, with how much is in it. */
export function renderLosses(losses: readonly DataLoss[], look: Look): string {
  return losses
    .map(({ message }) => `  ${look.yellow('-')} ${wrap(message, { width: look.width, indent: '    ', taken: 4 })}`)
    .join('\n');
}

/** What is to be looked at before data goes. */
export function renderLossRequest({ database, losses }: LossRequest, look: Look): string {
  return `This takes data out of ${look.bold(database)}:\n${renderLosses(losses, look)}\n`;
}
