import { describe, expect, it } from 'vitest';
import type { HookAction, HookContext } from '../../config/hooks.js';
import type { OrchestrateEvent } from '../../events.js';
import { testdir } from '../../testdir.test-support.js';
import { type RunHookOptions, runHook } from './run-hook.js';

interface Given extends Partial<Omit<RunHookOptions, 'context'>> {
  readonly timeoutMs?: number;
  readonly context?: Partial<HookContext>;
}

function runIn(root: string, run: HookAction, { timeoutMs, context, ...more }: Given = {}): Promise<void> {
  const about = {
    hook: 'beforeUpgrade',
    root,
    revisions: ['blog/1', 'blog/2'],
    extension: null,
    directory: null,
  } as const;
  const options = { context: { ...about, database: 'file:x.db', ...context }, ...more };
  return runHook({ run, timeoutMs: timeoutMs ?? null }, options);
}

const run = (action: HookAction, given?: Given): Promise<void> => runIn(testdir(), action, given);
const outputOf = (events: readonly OrchestrateEvent[]): readonly string[] =>
  events.flatMap((event) => (event.kind === 'hook-output' ? [event.line] : []));

describe('runHook with a command line', () => {
  it('runs in the root, with its variables, and tells its output line by line', async () => {
    const events: OrchestrateEvent[] = [];
    const command = 'cat here.txt && echo "" && echo "$ORCHESTRATE_REVISIONS" >&2';
    await runIn(testdir({ 'here.txt': 'here' }), command, { onEvent: (event) => events.push(event) });
    expect(outputOf(events)).toEqual(['here', 'blog/1,blog/2']);
  });

  it("sees the environment that was given, in place of the process's own", async () => {
    const events: OrchestrateEvent[] = [];
    const environment = { GIVEN: 'yes' };
    const command = 'echo "$GIVEN $VITEST"';
    await run(command, { environment, onEvent: (event) => events.push(event) });
    expect(outputOf(events)).toEqual(['yes ']);
  });

  it('fails with what the command said', async () => {
    await expect(run('echo no room; exit 7')).rejects.toMatchObject({
      code: 'HOOK.FAILED',
      message: expect.stringMatching(/ended with 7:\nno room/),
      meta: { exitCode: 7 },
    });
  });

  it('is interrupted by its signal', async () => {
    const stop = new AbortController();
    const onEvent = ({ kind }: OrchestrateEvent): void => {
      if (kind === 'hook-output') stop.abort();
    };
    await expect(run('echo started; sleep 60', { signal: stop.signal, onEvent })).rejects.toMatchObject({
      kind: 'interrupted',
      message: expect.stringContaining('nothing was changed'),
    });
  });

  it('is ended when its time is up', async () => {
    await expect(run('echo started; sleep 60', { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'HOOK.FAILED',
      message: expect.stringContaining('did not end within 50 ms'),
      fix: expect.stringContaining('timeoutMs'),
    });
  });
});

describe('runHook with a function', () => {
  it('tells it what it is about, and what it logs as events', async () => {
    const events: OrchestrateEvent[] = [];
    let told: HookContext | undefined;
    const announce = async (context: HookContext): Promise<void> => {
      told = context;
      context.log('announced');
    };
    await run(announce, { onEvent: (event) => events.push(event) });
    expect(told).toMatchObject({ hook: 'beforeUpgrade', revisions: ['blog/1', 'blog/2'], database: 'file:x.db' });
    expect(events).toEqual([
      { kind: 'step', message: 'beforeUpgrade: function announce' },
      { kind: 'hook-output', hook: 'beforeUpgrade', line: 'announced' },
    ]);
  });

  it.each<[string, () => void | Promise<void>]>([
    [
      'throws',
      () => {
        throw new Error('no room');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no room'))],
  ])('fails when it %s', async (_what, action) => {
    await expect(run(action, { context: { hook: 'afterRevision' } })).rejects.toMatchObject({
      code: 'HOOK.FAILED',
      message: expect.stringContaining('failed: no room'),
      fix: expect.stringContaining('what it follows is done and stays'),
      cause: new Error('no room'),
    });
  });

  it('is not waited for when it does not heed its signal, or its time', async () => {
    const stop = new AbortController();
    const endless = (): Promise<void> => {
      stop.abort();
      return new Promise(() => {});
    };
    await expect(run(endless, { signal: stop.signal })).rejects.toMatchObject({ kind: 'interrupted' });
    await expect(run(endless, { timeoutMs: 5 })).rejects.toMatchObject({
      code: 'HOOK.FAILED',
      meta: { isTimeUp: true },
    });
  });
});
