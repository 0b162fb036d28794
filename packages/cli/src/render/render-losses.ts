import type { DataLoss, LossRequest } from '@prisma-orchestrate/core';
import type { Look } from './look.js';
import { renderItems } from './render-items.js';
import { wrapLines } from './wrap-lines.js';

/** One line for each table and column that goes, with how much is in it. */
export function renderLosses(losses: readonly DataLoss[], look: Look): string {
  return renderItems(
    losses.map(({ message }) => message),
    look,
  );
}

/** What is to be looked at before data goes. */
export function renderLossRequest({ database, losses }: LossRequest, look: Look): string {
  return `${wrapLines(`This takes data out of ${look.bold(database)}:`, look)}\n${renderLosses(losses, look)}\n`;
}
