import type { OrchestrateEvent } from '@prisma-orchestrate/core';
import { type Direction, describeActivity, describeFact } from './describe-event.js';
import type { Progress } from './progress.js';

/** Where lines go and which ones. */
export interface LineProgressOptions {
  readonly write: (text: string) => void;
  /** Also what goes on, not only what is done. */
  readonly verbose: boolean;
}

/** A line for each thing done, for logs. */
export function createLineProgress({ write, verbose }: LineProgressOptions): Progress {
  let direction: Direction = 'upgrade';
  let last = '';
  const onEvent = (event: OrchestrateEvent) => {
    if (event.kind === 'plan') direction = event.direction;
    const line = describeFact(event) ?? (verbose ? describeActivity(event, direction) : null);
    if (line === null || line === last) return;
    last = line;
    write(`${line}\n`);
  };
  return { onEvent, stop: () => {} };
}
