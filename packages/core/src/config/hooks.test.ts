import { describe, expect, it } from 'vitest';
import { describeHook, looksLikeFunction, overrideHooks, resolveHooks } from './hooks.js';

const notify = (): void => {};

describe('hooks', () => {
  it('are lists, whatever form they are written in', () => {
    const settings = {
      beforeUpgrade: 'a',
      afterUpgrade: ['a', notify, { run: notify, timeoutMs: 9 }],
      afterRevision: null,
    };
    expect(resolveHooks(settings)).toEqual({
      beforeUpgrade: [{ run: 'a', timeoutMs: null }],
      afterUpgrade: [
        { run: 'a', timeoutMs: null },
        { run: notify, timeoutMs: null },
        { run: notify, timeoutMs: 9 },
      ],
      afterRevision: [],
    });
  });

  it('of a call go before those of the configuration, by name', () => {
    const configured = resolveHooks({ beforeUpgrade: 'a', afterUpgrade: 'b', afterRevision: 'c' });
    expect(overrideHooks(configured, undefined)).toBe(configured);
    expect(overrideHooks(configured, false)).toEqual(resolveHooks(null));
    expect(overrideHooks(configured, { beforeUpgrade: null, afterUpgrade: 'x', afterRevision: undefined })).toEqual(
      resolveHooks({ afterUpgrade: 'x', afterRevision: 'c' }),
    );
  });

  it('are called what people know them by', () => {
    expect([{ run: 'npm run x' }, { run: notify }, { run: async () => {} }].map(describeHook)).toEqual([
      'npm run x',
      'function notify',
      'function run',
    ]);
  });

  it.each([
    ['() => {}', true],
    ['async (context) => stop(context)', true],
    ['context => stop()', true],
    ['function stop() {}', true],
    ['async function () {}', true],
    ['npx prisma format', false],
    ['(cd packages/db && make)', false],
    ['functional-test --all', false],
    ['node -e "(() => {})()"', false],
    ['async-job run', false],
  ])('%s is written as a function: %s', (command, expected) => {
    expect(looksLikeFunction(command)).toBe(expected);
  });
});
