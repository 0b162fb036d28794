import { describe, expect, it } from 'vitest';
import { exitCodeOf } from './exit-code.js';
import { failureOf } from './failure.js';
import { InterruptedError } from './interruption.js';
import { UsageError } from './usage-error.js';

/** As the library throws it. */
function orchestrateError(kind: string): Error {
  const parts = { name: 'OrchestrateError', code: 'AREA.WHAT', fix: 'Do it.', kind, meta: { a: 1 } };
  return Object.assign(new Error('It went wrong.'), parts);
}

describe('exit codes', () => {
  it.each<[string, unknown, number]>([
    ['a failure', orchestrateError('failure'), 1],
    ['wrong usage', orchestrateError('usage'), 2],
    ['missing consent', orchestrateError('consent'), 3],
    ['an interruption', orchestrateError('interrupted'), 130],
    ['a wrong command line', new UsageError({ code: 'CLI.X', message: 'm', fix: 'f' }), 2],
    ['Ctrl+C at a question', new InterruptedError('Interrupted.'), 130],
    ['a bug', new TypeError('x'), 1],
    ['a thrown string', 'x', 1],
    ['nothing', undefined, 1],
  ])('%s', (_, thrown, code) => {
    expect(exitCodeOf(failureOf(thrown).kind)).toBe(code);
  });
});

describe('failureOf', () => {
  it('keeps what the library says', () => {
    expect(failureOf(orchestrateError('failure'))).toMatchObject({
      code: 'AREA.WHAT',
      message: 'It went wrong.',
      fix: 'Do it.',
      meta: { a: 1 },
    });
  });

  it('does not take an error with a code for an expected one', () => {
    expect(failureOf(Object.assign(new Error('no such file'), { code: 'ENOENT' })).code).toBe('CLI.BUG');
  });
});
