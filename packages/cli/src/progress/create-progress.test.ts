import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Host } from '../host.js';
import type { GlobalFlags } from '../parse/global-options.js';
import { PLAIN } from '../render/look.test-support.js';
import { createProgress } from './create-progress.js';

interface Conditions {
  readonly columns?: number;
  readonly env?: Host['env'];
  readonly flags?: Partial<GlobalFlags>;
}

/** What is written on stderr while a step is told and a revision is done. */
async function written({ columns, env = {}, flags = {} }: Conditions): Promise<string> {
  const stderr = Object.assign(
    new PassThrough(),
    columns === undefined ? {} : { isTTY: true, columns, cursorTo, clearLine },
  );
  const host = { stderr, env } as unknown as Host;
  const progress = await createProgress({ host, look: PLAIN, globals: { color: true, ...flags } });
  progress.onEvent({ kind: 'step', message: 'Thinking' });
  progress.onEvent({ kind: 'warning', code: 'A.CODE', message: 'Careful.', fix: 'Take care.' });
  progress.onEvent({
    kind: 'revision-finished',
    revision: 'blog/1_init',
    action: 'applied',
    index: 0,
    total: 1,
    durationMs: 1,
  });
  progress.stop();
  return String(stderr.read() ?? '');
}

const cursorTo = () => true;
const clearLine = () => true;
const LINES = 'Warning: Careful.\nFix: Take care.\nA.CODE\napplied 1/1 blog/1_init (1 ms)\n';

describe('createProgress', () => {
  it('turns a spinner on a terminal', async () => {
    expect(await written({ columns: 80 })).toContain('Thinking');
    expect(await written({ columns: 80 })).toContain('⚠ Warning: Careful.');
  });

  it.each<[string, Conditions]>([
    ['in a pipe', {}],
    ['on a terminal without a size', { columns: 0 }],
    ['on a dumb terminal', { columns: 80, env: { TERM: 'dumb' } }],
    ['with --json', { columns: 80, flags: { json: true } }],
  ])('writes lines %s', async (_, conditions) => {
    expect(await written(conditions)).toBe(LINES);
  });

  it('writes nothing with --quiet, which asks for results and errors only', async () => {
    expect(await written({ columns: 80, flags: { quiet: true } })).toBe('');
  });
});
