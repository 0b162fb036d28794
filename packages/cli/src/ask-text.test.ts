import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askText } from './ask-text.js';

function terminal(answer?: string) {
  const input = new PassThrough();
  if (answer !== undefined) input.end(answer);
  return { input, output: new PassThrough() };
}

describe('askText', () => {
  it.each([
    ['Add tags\n', 'Add tags'],
    ['  spaces around \n', 'spaces around'],
    ['\n', ''],
  ])('%j', async (answer, expected) => {
    const asked = terminal(answer);
    expect(await askText('Message:', asked)).toBe(expected);
    expect(String(asked.output.read())).toBe('Message: ');
  });

  it('takes the end of the input for an interruption', async () => {
    await expect(askText('Message:', terminal(''))).rejects.toMatchObject({ name: 'InterruptedError' });
  });

  it('takes Ctrl+D in a terminal for one, too', async () => {
    const input = new PassThrough();
    const asked = askText('Message:', { input, output: Object.assign(new PassThrough(), { isTTY: true }) });
    input.write('\u0004');
    await expect(asked).rejects.toMatchObject({ name: 'InterruptedError' });
  });

  it('ends where its signal fires, before or meanwhile', async () => {
    const controller = new AbortController();
    const asked = askText('Message:', { ...terminal(), signal: controller.signal });
    controller.abort();
    await expect(asked).rejects.toMatchObject({ name: 'InterruptedError' });
    const again = askText('Message:', { ...terminal(), signal: controller.signal });
    await expect(again).rejects.toMatchObject({ name: 'InterruptedError' });
  });
});
