import type { Host } from '../host.js';
import type { GlobalFlags } from '../parse/global-options.js';
import type { Look } from '../render/look.js';
import { wrapLines } from '../render/wrap-lines.js';
import { createLineProgress } from './line-progress.js';
import type { Progress } from './progress.js';

/** What decides how progress is shown. */
export interface ProgressOptions {
  readonly host: Host;
  readonly look: Look;
  readonly globals: GlobalFlags;
}

/** A spinner where someone watches, lines where output is kept, nothing where none is wanted. */
export async function createProgress({ host, look, globals }: ProgressOptions): Promise<Progress> {
  if (globals.quiet === true) return { onEvent: () => {}, stop: () => {} };
  // A pseudo-terminal that no one sized has no columns, and ora clears endless lines there.
  const isScreen = host.stderr.isTTY === true && host.stderr.columns > 0 && host.env['TERM'] !== 'dumb';
  const isWatched = isScreen && globals.json !== true;
  if (!isWatched) {
    const write = (text: string) => host.stderr.write(wrapLines(text, look));
    return createLineProgress({ write, verbose: globals.verbose === true });
  }
  const { createSpinnerProgress } = await import('./spinner-progress.js');
  return createSpinnerProgress({ stream: host.stderr, look, colour: look.red('x') !== 'x' });
}
