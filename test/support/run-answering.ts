import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { CliRun } from './run-cli.js';
import { startInProcess } from './run-in-process.js';

/**
 * Runs the built command in the process of the test, with someone at the terminal.
 *
 * @param answer gives what is typed at a question, its end included: `\r`, or `\u0003` for Ctrl+C
 */
export async function runAnswering(
  args: readonly string[],
  { cwd, answer }: { readonly cwd: string; readonly answer: (question: string) => string | null },
): Promise<CliRun> {
  const terminal = () => Object.assign(new PassThrough(), { isTTY: true });
  const [stdin, stderr] = [terminal(), terminal()];
  const told: string[] = [];
  let unanswered = '';
  stderr.on('data', (chunk: Buffer) => {
    const text = chunk.toString();
    told.push(text);
    unanswered += text;
    const question = /(?:^|[\r\n])([^\r\n]*\? (?:\[y\/N\] )?)[^\r\n?]*$/.exec(unanswered)?.[1];
    if (question === undefined) return;
    unanswered = '';
    const typed = answer(stripVTControlCharacters(question));
    if (typed !== null) stdin.write(typed);
  });
  const { exitCode, stdout } = await startInProcess(args, { cwd, stdin, stderr });
  return { exitCode, stdout, stderr: told.join('') };
}
