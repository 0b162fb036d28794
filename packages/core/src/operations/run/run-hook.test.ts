import { describe, expect, it } from 'vitest';
import type { OrchestrateEvent } from '../../events.js';
import { testdir } from '../../testdir.test-support.js';
import { runHook } from './run-hook.js';

describe('runHook', () => {
  it('runs in the root, with its variables, and tells its output line by line', async () => {
    const root = testdir({ 'here.txt': 'here' });
    const events: OrchestrateEvent[] = [];
    const command = 'cat here.txt && echo "" && echo "$ORCHESTRATE_REVISION" >&2';
    const variables = { ORCHESTRATE_REVISION: 'blog/1' };
    await runHook({ name: 'afterRevision', command, root, variables, onEvent: (event) => events.push(event) });
    expect(events.flatMap((event) => (event.kind === 'hook-output' ? [event.line] : []))).toEqual(['here', 'blog/1']);
  });

  it('fails with what the command said', async () => {
    const hook = { name: 'beforeUpgrade', command: 'echo no room; exit 7', root: testdir(), variables: {} };
    await expect(runHook(hook)).rejects.toMatchObject({
      code: 'HOOK.FAILED',
      message: expect.stringMatching(/ended with 7:\nno room/),
      meta: { exitCode: 7 },
    });
  });

  it('is interrupted by its signal', async () => {
    const stop = new AbortController();
    const hook = {
      name: 'beforeUpgrade',
      command: 'echo started; sleep 60',
      root: testdir(),
      variables: {},
      signal: stop.signal,
      onEvent: ({ kind }: OrchestrateEvent) => {
        if (kind === 'hook-output') stop.abort();
      },
    };
    await expect(runHook(hook)).rejects.toMatchObject({
      kind: 'interrupted',
      message: expect.stringContaining('nothing was changed'),
    });
  });
});
