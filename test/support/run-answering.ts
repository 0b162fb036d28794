import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { CliRun } from './run-cli.js';
import { startInProcess } from './run-in-process.js';

/**
 * Runs the built command in the process of the test, with someone at the terminal.
 *
 * @param question what counts as one; a line that ends with a question mark unless given
 * @param answer gives what is typed at a question, its end included: `\r`, or `\u0003` for Ctrl+C
 */
export async function runAnswering(
  args: readonly string[],
  {
    cwd,
    question: asked = /(?<=^|[\r\n])[^\r\n]*\? (?:\[y\/N\] )?(?=[^\r\n?]*$)/,
    answer,
  }: { readonly cwd: string; readonly question?: RegExp; readonly answer: (question: string) => string | null },
): Promise<CliRun> {
  const terminal = () => Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
  const [stdin, stderr] = [terminal(), terminal()];
  const told: string[] = [];
  let unanswered = '';
  stderr.on('data', (chunk: Buffer) => {
    const text = chunk.toString();
    told.push(text);
    unanswered += text;
    const [question] = asked.exec(stripVTControlCharacters(unanswered)) ?? [];
    if (question === undefined) return;
    unanswered = '';
    const typed = answer(question);
    // Nobody types before the question is on the screen.
    if (typed !== null) setImmediate(() => stdin.write(typed));
  });
  const { exitCode, stdout } = await startInProcess(args, { cwd, stdin, stderr });
  return { exitCode, stdout, stderr: told.join('') };
}
