import type { DestructiveStep } from '@prisma-orchestrate/core';
import type { Look } from './look.js';
import { wrap } from './wrap.js';

/** One line for each thing that would be lost. */
export function renderDestructiveSteps(steps: readonly DestructiveStep[], look: Look): string {
  return steps
    .map((step) => `  ${look.yellow('-')} ${wrap(step.message, { width: look.width, indent: '    ', taken: 4 })}`)
    .join('\n');
}
