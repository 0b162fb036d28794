import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { confirmDestructive } from './confirm-destructive.js';
import { PLAIN } from './render/look.test-support.js';

const REQUEST = {
  extension: 'blog',
  steps: [{ kind: 'dropped-table' as const, table: 'Tag', column: null, message: 'Table Tag is dropped.' }],
};

async function ask(answer: string): Promise<{ readonly agreed: boolean; readonly asked: string }> {
  const input = new PassThrough();
  const output = new PassThrough();
  input.end(answer);
  const agreed = await confirmDestructive(REQUEST, { input, output, look: PLAIN });
  return { agreed, asked: String(output.read()) };
}

describe('confirmDestructive', () => {
  it('gives the answer', async () => {
    expect((await ask('y\n')).agreed).toBe(true);
    expect((await ask('n\n')).agreed).toBe(false);
  });

  it('ends where the run is interrupted', async () => {
    const controller = new AbortController();
    const terminal = { input: new PassThrough(), output: new PassThrough(), look: PLAIN, signal: controller.signal };
    const asked = confirmDestructive(REQUEST, terminal);
    controller.abort();
    await expect(asked).rejects.toThrow('Interrupted at the question');
  });

  it('lists what would be lost first', async () => {
    expect((await ask('n\n')).asked).toBe(
      'This revision of blog loses data:\n  - Table Tag is dropped.\nMake it all the same? [y/N] ',
    );
  });
});
