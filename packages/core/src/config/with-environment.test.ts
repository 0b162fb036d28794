import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { withEnvironment } from './with-environment.js';

const NAME = 'ORCHESTRATE_TEST_VARIABLE';
const read = (): string | undefined => process.env[NAME];

describe('withEnvironment', () => {
  it('shows another environment to the work alone', async () => {
    const before = process.env;
    const seen: (string | undefined)[] = [];
    const work = withEnvironment({ [NAME]: 'inside' }, async () => {
      seen.push(read());
      await wait(1);
      seen.push(read(), { ...process.env }[NAME], NAME in process.env ? 'has' : 'lacks');
      process.env[NAME] = 'changed';
      delete process.env['PATH'];
      seen.push(read());
    });
    expect([read(), Object.keys(process.env)]).toEqual([undefined, Object.keys(before)]);
    process.env[NAME] = 'outside';
    await work;
    expect(seen).toEqual(['inside', 'inside', 'inside', 'has', 'changed']);
    expect(process.env).toBe(before);
    // What was set outside meanwhile is not lost.
    expect(read()).toBe('outside');
    expect(process.env['PATH']).toBeDefined();
    delete process.env[NAME];
  });

  it('gives it back when the work fails', async () => {
    const before = process.env;
    await expect(withEnvironment({}, async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(process.env).toBe(before);
  });
});
