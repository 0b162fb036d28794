import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ConsentRequest, DatabaseOptions } from '@prisma-orchestrate/core';
import type { CallContext } from './command.js';
import { canAsk, confirmDestructive } from './confirm-destructive.js';
import { type Interruption, takeOverSignals } from './interruption.js';
import { commandLineText } from './parse/command-line-text.js';
import type { GlobalFlags } from './parse/global-options.js';
import { createProgress } from './progress/create-progress.js';
import type { Progress } from './progress/progress.js';
import type { RunLine, Surroundings } from './run-command.js';
import { UsageError } from './usage-error.js';

/** What a command is called with; disposing of it takes the progress line away and gives the signals back. */
export function createCallContext(line: RunLine, { host, looks }: Surroundings): CallContext & Disposable {
  const { definition, flags, globals } = line;
  const where = whereOf(globals, host.cwd());
  let progress: Progress | undefined;
  let interruption: Interruption | undefined;

  return {
    where,
    run: async () => {
      progress = await createProgress({ host, look: looks.err, globals });
      interruption = takeOverSignals(() => {
        if (globals.quiet !== true) host.stderr.write('Interrupted: ending at the next safe point.\n');
      });
      const seconds = flags['lockTimeout'];
      return {
        ...where,
        onEvent: progress.onEvent,
        signal: interruption.signal,
        command: commandLineText(definition, flags),
        ...(typeof seconds === 'number' ? { lockTimeoutMs: seconds * 1000 } : {}),
      };
    },
    confirm: confirmWith(globals, async (request) => {
      progress?.stop();
      const signal = interruption?.signal;
      return confirmDestructive(request, { input: host.stdin, output: host.stderr, look: looks.err, signal });
    }),
    [Symbol.dispose]: () => {
      progress?.stop();
      interruption?.[Symbol.dispose]();
    },
  };

  function confirmWith({ yes, json, quiet }: GlobalFlags, ask: (request: ConsentRequest) => Promise<boolean>) {
    if (yes === true) return async () => true;
    const isInteractive = host.stdin.isTTY === true && host.stderr.isTTY === true;
    const conditions = { isInteractive, environment: host.env, json: json === true, quiet: quiet === true };
    return canAsk(conditions) ? ask : undefined;
  }
}

function whereOf({ cwd = '.', config, databaseUrl }: GlobalFlags, base: string): DatabaseOptions {
  const directory = resolve(base, cwd);
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UsageError({
      code: 'CLI.NO_DIRECTORY',
      message: `--cwd: there is no directory ${directory}.`,
      fix: 'Give the directory of the workspace, or leave --cwd out to start from the current one.',
    });
  }
  return {
    cwd: directory,
    ...(config === undefined ? {} : { configPath: resolve(directory, config) }),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  };
}
