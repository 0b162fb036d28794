import type { OrchestrateEvent } from '@prisma-orchestrate/core';
import ora from 'ora';
import type { Look } from '../render/look.js';
import { wrapLines } from '../render/wrap-lines.js';
import { type Direction, describeActivity, describeFact, describeFleet } from './describe-event.js';
import type { Progress } from './progress.js';

/** Where the spinner turns and how it looks. */
export interface SpinnerProgressOptions {
  readonly stream: NodeJS.WritableStream;
  readonly look: Look;
  readonly colour: boolean;
}

/** A spinner with what goes on, above it a line for each revision that is done. */
export function createSpinnerProgress({ stream, look, colour }: SpinnerProgressOptions): Progress {
  const spinner = ora({
    stream,
    isEnabled: true,
    color: colour ? 'cyan' : false,
    // Else ora puts the terminal into raw mode, and Ctrl+C waits for the database.
    discardStdin: false,
  });
  const write = (text: string) => stream.write(wrapLines(text, look));
  const writeOfFleet = (event: OrchestrateEvent): void => {
    const fact = describeFact(event);
    if (fact === null) return;
    const isBad = event.kind === 'database-finished' && event.outcome !== 'upgraded';
    write(`${event.kind === 'in-database' ? look.yellow('⚠') : isBad ? look.red('✖') : look.green('✔')} ${fact}\n`);
  };
  let direction: Direction = 'upgrade';
  const onEvent = (event: OrchestrateEvent) => {
    if (event.kind === 'plan') direction = event.direction;
    // ora takes itself off the line while someone else writes.
    if (event.kind === 'revision-finished') write(`${look.green('✔')} ${describeFact(event)}\n`);
    if (event.kind === 'warning') write(`${look.yellow('⚠')} ${describeFact(event)}\n`);
    if (event.kind === 'hook-output') stream.write(`${describeFact(event)}\n`);
    if (event.kind === 'database-finished' || event.kind === 'in-database') writeOfFleet(event);
    // With many databases at once, what each is doing would flicker.
    if (event.kind === 'in-database') return;
    const activity = 'fleet' in event ? describeFleet(event.fleet) : describeActivity(event, direction);
    if (activity === null) return;
    spinner.text = activity;
    if (!spinner.isSpinning) spinner.start();
    // A database that works synchronously leaves timers no turn.
    spinner.render();
  };
  return { onEvent, stop: () => void spinner.stop() };
}
