import type { Look } from './look.js';
import { textWidth } from './text-width.js';
import { wrap } from './wrap.js';

/** Breaks the lines of prose that are wider than the terminal; what follows stands two columns further in. */
export function wrapLines(text: string, { width }: Pick<Look, 'width'>): string {
  return text
    .split('\n')
    .map((line) => {
      if (textWidth(line) <= width) return line;
      const margin = /^ */.exec(line)?.[0] ?? '';
      return margin + wrap(line.slice(margin.length), { width, indent: `${margin}  `, taken: margin.length });
    })
    .join('\n');
}
