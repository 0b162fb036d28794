import type { InstallHookResult } from '@prisma-orchestrate/core';
import type { Look } from './look.js';
import { wrapLines } from './wrap-lines.js';

/** What became of the hook; with `--dry-run` the script as well. */
export function renderInstallHook(result: InstallHookResult, look: Look): string {
  const { dryRun, script } = result;
  const text = dryRun && script !== null ? `${script}\n` : '';
  return `${text}${wrapLines(summarize(result, look), look)}\n`;
}

function summarize({ dryRun, state, hook, file }: InstallHookResult, look: Look): string {
  const done = (verb: string, would: string): string =>
    dryRun
      ? `Would ${would} the ${hook} hook ${file}; nothing was changed.`
      : `${look.green(verb)} the ${hook} hook ${file}.`;
  switch (state) {
    case 'created':
      return done('Installed', 'install');
    case 'updated':
      return done('Updated', 'update');
    case 'removed':
      return done('Removed', 'remove');
    case 'unchanged':
      return `The ${hook} hook is installed and up to date: ${file}`;
    case 'covered':
      return `Nothing to install: ${file} runs orchestrate already.`;
    case 'absent':
      return `There is no ${hook} hook of orchestrate to remove: ${file}`;
  }
}
