import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askYesNo } from './ask-yes-no.js';

async function ask(answer: string): Promise<{ readonly agreed: boolean; readonly asked: string }> {
  const input = new PassThrough();
  const output = new PassThrough();
  input.end(answer);
  const agreed = await askYesNo('There is no database. Create it?', { input, output });
  return { agreed, asked: String(output.read()) };
}

describe('askYesNo', () => {
  it.each([
    ['y\n', true],
    ['YES\n', true],
    ['n\n', false],
    ['\n', false],
    ['yep\n', false],
    ['', false],
  ])('%j', async (answer, expected) => {
    expect((await ask(answer)).agreed).toBe(expected);
  });

  it('asks once, in one line', async () => {
    expect((await ask('y\n')).asked).toBe('There is no database. Create it? [y/N] ');
    expect((await ask('')).asked).toBe('There is no database. Create it? [y/N] \n');
  });

  it('takes Ctrl+D in a terminal for a no', async () => {
    const input = new PassThrough();
    const asked = askYesNo('Well?', { input, output: Object.assign(new PassThrough(), { isTTY: true }) });
    input.write('\u0004');
    expect(await asked).toBe(false);
  });

  it('ends where the run is interrupted, before or meanwhile', async () => {
    const controller = new AbortController();
    const terminal = () => ({ input: new PassThrough(), output: new PassThrough(), signal: controller.signal });
    const asked = askYesNo('Well?', terminal());
    controller.abort();
    await expect(asked).rejects.toThrow('Interrupted at the question');
    await expect(askYesNo('Well?', terminal())).rejects.toThrow('Interrupted at the question');
  });
});
