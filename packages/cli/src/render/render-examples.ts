import type { Example } from '../command-definition.js';
import { wrap } from './wrap.js';

/** Command lines, each with a comment above that says what it does; broken as a shell takes them where they are too long. */
export function renderExamples(examples: readonly Example[], width = Number.POSITIVE_INFINITY): string {
  return examples
    .map(({ line, does }) => {
      // Quotes are kept whole, like what is in backticks elsewhere.
      const marked = line.replace(/"[^"]*"|'[^']*'/g, (quoted) => quoted.replaceAll(' ', '\u00A0'));
      const broken = wrap(marked, { width: width - 2, indent: '    ', taken: 2 }).replaceAll('\n', ' \\\n');
      return `  # ${wrap(does, { width, indent: '  # ', taken: 4 })}\n  ${broken.replaceAll('\u00A0', ' ')}`;
    })
    .join('\n');
}
