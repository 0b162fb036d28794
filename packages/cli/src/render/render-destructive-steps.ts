import type { DestructiveStep } from '@prisma-orchestrate/core';
import type { Look } from './look.js';
import { renderItems } from './render-items.js';

/** One line for each thing that would be lost. */
export function renderDestructiveSteps(steps: readonly DestructiveStep[], look: Look): string {
  return renderItems(
    steps.map(({ message }) => message),
    look,
  );
}
