import type { OnEvent } from '@prisma-orchestrate/core';

/** Shows how a run goes on. */
export interface Progress {
  readonly onEvent: OnEvent;
  /** Takes the progress line away; nothing is written after it. */
  readonly stop: () => void;
}
