import { createLook } from './look.js';
import { textWidth } from './text-width.js';

/** As in a pipe. */
export const PLAIN = createLook({ colour: false, width: Number.POSITIVE_INFINITY });

/** As in a terminal of the usual size, without colour. */
export const NARROW = createLook({ colour: false, width: 80 });

/** As in a terminal with colour. */
export const COLOURED = createLook({ colour: true, width: 80 });

/** The length of the longest line. */
export function widestLine(text: string): number {
  return Math.max(...text.split('\n').map((line) => textWidth(line)));
}
