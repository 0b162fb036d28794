import { describe, expect, it } from 'vitest';
import { OrchestrateError } from '../../errors.js';
import { runCheck } from './run-check.js';

const LIMITS = { timeoutMs: 60_000, signal: undefined };

function check(run: () => Promise<never>) {
  return { group: 'database' as const, subject: 'the moon', run };
}

describe('runCheck', () => {
  it.each([
    ['failure', 'error'],
    ['consent', 'warning'],
  ] as const)('shows an error of kind %s as %s', async (kind, status) => {
    const error = new OrchestrateError({ kind, code: 'A.B', message: 'It is away.', fix: 'Wait.' });
    const found = await runCheck(
      check(() => Promise.reject(error)),
      null,
      LIMITS,
    );
    expect(found).toEqual([{ group: 'database', code: 'A.B', status, message: 'It is away.', fix: 'Wait.' }]);
  });

  it('shows whatever else is thrown, at once as well as later', async () => {
    const thrower = () => {
      throw new Error('No such thing.');
    };
    for (const run of [thrower, async () => thrower()]) {
      const [found] = await runCheck(check(run), null, LIMITS);
      expect(found).toMatchObject({
        code: 'DOCTOR.CHECK_FAILED',
        message: expect.stringContaining('the moon: No such'),
      });
    }
  });

  it('gives up what does not end', async () => {
    const [found] = await runCheck(
      check(() => new Promise(() => {})),
      null,
      { ...LIMITS, timeoutMs: 1 },
    );
    expect(found).toMatchObject({ code: 'DOCTOR.TIMED_OUT', status: 'error' });
  });

  it('is ended by the signal of the caller', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    const running = runCheck(
      check(() => new Promise(() => stop.abort(reason))),
      null,
      { ...LIMITS, signal: stop.signal },
    );
    await expect(running).rejects.toBe(reason);
  });
});
