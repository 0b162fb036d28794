import type { Example } from '../command-definition.js';

/** Command lines, each with a comment above that says what it does. */
export function renderExamples(examples: readonly Example[]): string {
  return examples.map(({ line, does }) => `  # ${does}\n  ${line}`).join('\n');
}
