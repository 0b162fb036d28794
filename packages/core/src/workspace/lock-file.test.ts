import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OrchestrateError } from '../errors.js';
import type { LockHolder } from '../events.js';
import { testdir } from '../testdir.test-support.js';
import { type LockFileOptions, lockFile } from './lock-file.js';

const DEAD = 999_999_999;
const SINCE = '2026-01-01T00:00:00.000Z';

function lock(root: string, options: Partial<LockFileOptions> = {}) {
  const error = (code: string, holder?: LockHolder) =>
    new OrchestrateError({ code, message: code, fix: code, meta: { ...holder } });
  return lockFile(join(root, 'lock'), {
    timeoutMs: 0,
    busy: (holder) => error('BUSY', holder),
    interrupted: () => error('INTERRUPTED'),
    ...options,
  });
}

describe('lockFile', () => {
  it('tells who has it, and whether anyone had to be waited for', async () => {
    const root = testdir();
    const first = await lock(root, { command: 'orchestrate generate' });
    const holder = { pid: process.pid, host: null, command: 'orchestrate generate', since: expect.any(Date) };
    await expect(lock(root)).rejects.toMatchObject({ code: 'BUSY', meta: holder });
    const told: LockHolder[] = [];
    const onWaiting = (each: LockHolder) => {
      told.push(each);
      first[Symbol.dispose]();
    };
    const second = await lock(root, { timeoutMs: 10_000, onWaiting });
    expect({ told, hasWaited: [first.hasWaited, second.hasWaited] }).toEqual({
      told: [holder],
      hasWaited: [false, true],
    });
    second[Symbol.dispose]();
    expect(readdirSync(root)).toEqual([]);
  });

  it('is held by what a killed run has started, while that goes on', async () => {
    const alive = testdir({ lock: [DEAD, 'orchestrate generate', SINCE, process.pid].join('\n') });
    await expect(lock(alive)).rejects.toMatchObject({
      code: 'BUSY',
      meta: { pid: DEAD, command: 'orchestrate generate', since: new Date(SINCE) },
    });
    const ended = testdir({ lock: [DEAD, 'orchestrate generate', SINCE, DEAD].join('\n') });
    (await lock(ended))[Symbol.dispose]();
  });

  it('is held by another copy of the library in this process, and not by one of before that had its number', async () => {
    const held = testdir({ lock: [process.pid, 'orchestrate generate', new Date().toISOString()].join('\n') });
    await expect(lock(held)).rejects.toMatchObject({ code: 'BUSY' });
    const abandoned = testdir({ lock: [process.pid, 'orchestrate generate', SINCE].join('\n') });
    (await lock(abandoned))[Symbol.dispose]();
  });

  it('names what it has started, until that has ended', async () => {
    const root = testdir();
    using held = await lock(root);
    const text = () => readFileSync(join(root, 'lock'), 'utf8');
    const before = text();
    held.includeChild(4711);
    expect(text()).toBe(`${before}\n4711`);
    held.includeChild(null);
    expect(text()).toBe(before);
  });

  it('is had by one of many that find it abandoned at the same time', async () => {
    const root = testdir({ lock: `${DEAD}\n\n${SINCE}` });
    let inside = 0;
    const most: number[] = [];
    const runs = Array.from({ length: 8 }, async () => {
      using _held = await lock(root, { timeoutMs: 20_000 });
      inside += 1;
      most.push(inside);
      await new Promise(setImmediate);
      inside -= 1;
    });
    await Promise.all(runs);
    expect(most).toEqual(Array(8).fill(1));
    expect(existsSync(join(root, 'lock'))).toBe(false);
  });

  it('waits until the one who has it lets go', async () => {
    const root = testdir({ lock: `${process.ppid}\n\n${SINCE}` });
    const onWaiting = () => rmSync(join(root, 'lock'));
    using held = await lock(root, { timeoutMs: 10_000, onWaiting });
    expect(held.hasWaited).toBe(true);
  });
});
