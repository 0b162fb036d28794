import { describe, expect, it } from 'vitest';
import { canAsk, type PromptConditions } from './can-ask.js';

describe('canAsk', () => {
  const TERMINAL: PromptConditions = { isInteractive: true, environment: {}, json: false, quiet: false };

  it.each<[string, Partial<PromptConditions>, boolean]>([
    ['on a terminal', {}, true],
    ['in a pipe', { isInteractive: false }, false],
    ['in CI', { environment: { CI: 'true' } }, false],
    ['with CI=false', { environment: { CI: 'false' } }, true],
    ['with --json', { json: true }, false],
    ['with --quiet', { quiet: true }, false],
  ])('%s', (_, conditions, expected) => {
    expect(canAsk({ ...TERMINAL, ...conditions })).toBe(expected);
  });
});
