import type { Answer } from './candidate.js';

/**
 * Lines for zsh and fish, which choose among the ways to go on, quote them and show what they are: value, tab,
 * description; or a tab and what to complete instead.
 */
export function forListingShell(answer: Answer): readonly string[] {
  if (answer.kind !== 'candidates') return [`\t${answer.kind}`];
  return answer.candidates
    .filter(({ value }) => !/[\t\n]/.test(value))
    .map(({ value, description }) => `${value}\t${description.replace(/\s+/g, ' ')}`);
}
