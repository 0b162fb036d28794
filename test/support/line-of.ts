import type { startCli } from './run-cli.js';

/** Resolves when a run has said a line that starts like this; it does not wait for the end. */
export function lineOf(run: ReturnType<typeof startCli>, start: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    run.stderr.on('data', (chunk) => {
      said += String(chunk);
      if (`\n${said}`.includes(`\n${start}`)) resolve();
    });
    run.stderr.on('end', () => reject(new Error(`The run ended before it said "${start}", but:\n${said}`)));
  });
}
