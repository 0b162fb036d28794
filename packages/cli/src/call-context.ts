import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ConsentRequest, DatabaseOptions } from '@prisma-orchestrate/core';
import type { Terminal } from './ask-line.js';
import { canAsk } from './can-ask.js';
import type { CallContext, CommandOutput, Consent } from './command.js';
import { type Interruption, takeOverSignals } from './interruption.js';
import { commandLineText } from './parse/command-line-text.js';
import type { GlobalFlags } from './parse/global-options.js';
import { createProgress } from './progress/create-progress.js';
import type { Progress } from './progress/progress.js';
import type { TextQuestion } from './prompts/ask-until-fit.js';
import type { Choice } from './prompts/choice.js';
import type { RunLine, Surroundings } from './run-command.js';
import { UsageError } from './usage-error.js';

/** What a command is called with; disposing of it takes the progress line away and gives the signals back. */
export function createCallContext(line: RunLine, { host, looks }: Surroundings): CallContext & Disposable {
  const { definition, flags, globals } = line;
  const where = whereOf(globals, host.cwd());
  let progress: Progress | undefined;
  let interruption: Interruption | undefined;
  const takeTerminal = (): Terminal => {
    progress?.stop();
    return { input: host.stdin, output: host.stderr, signal: interruption?.signal };
  };
  // Most runs ask nothing, and then what asks is not loaded.
  const askWhether = async (question: string, terminal: Terminal): Promise<boolean> => {
    const { askYesNo } = await import('./ask-yes-no.js');
    return askYesNo(question, terminal);
  };
  const confirm = confirmWith<ConsentRequest>(async (request) => {
    const { confirmDestructive } = await import('./confirm-destructive.js');
    return confirmDestructive(request, { ...takeTerminal(), look: looks.err });
  });
  const ask = confirmWith<Consent>(({ show, question }) => {
    const terminal = takeTerminal();
    terminal.output.write(show(looks.err));
    return askWhether(question, terminal);
  });
  const confirmCreation = confirmWith<string>((database) =>
    askWhether(`There is no database ${looks.err.bold(database)}. Create it?`, takeTerminal()),
  );

  return {
    currentDirectory: host.cwd(),
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
        createDatabase: flags['createDatabase'] === true,
        confirmCreation,
        ...(flags['hooks'] === false ? { hooks: false } : {}),
        ...(typeof seconds === 'number' ? { lockTimeoutMs: seconds * 1000 } : {}),
      };
    },
    confirm,
    ask,
    isAgreed: globals.yes === true,
    askText: isSomeoneThere() ? askForText : undefined,
    readInput: async () => {
      let text = '';
      for await (const chunk of host.stdin.setEncoding('utf8')) text += chunk;
      return text;
    },
    environment: host.env,
    choose: mayAskMore() ? askForChoice : undefined,
    chooseSeveral: mayAskMore() ? askForSeveral : undefined,
    askUntilFit: mayAskMore() ? askUntilItFits : undefined,
    output: outputOf(),
    hasOwnStreams: host.stdout === process.stdout && host.stderr === process.stderr,
    stopProgress: () => progress?.stop(),
    [Symbol.dispose]: () => {
      progress?.stop();
      interruption?.[Symbol.dispose]();
    },
  };

  /** What answers a question: `--yes`, or the user; undefined where there is no one to ask. */
  function confirmWith<Request>(ask: (request: Request) => Promise<boolean>) {
    if (globals.yes === true) return async () => true;
    return isSomeoneThere() ? ask : undefined;
  }

  function isSomeoneThere(): boolean {
    const { json, quiet } = globals;
    const isInteractive = host.stdin.isTTY === true && host.stderr.isTTY === true;
    return canAsk({ isInteractive, environment: host.env, json: json === true, quiet: quiet === true });
  }

  /** Whether to ask for what can do without an answer. */
  function mayAskMore(): boolean {
    return isSomeoneThere() && globals.yes !== true;
  }

  async function askForText(question: string, signal?: AbortSignal): Promise<string> {
    const { askText } = await import('./ask-text.js');
    const terminal = takeTerminal();
    const signals = [terminal.signal, signal].filter((each) => each !== undefined);
    return askText(question, { ...terminal, signal: AbortSignal.any(signals) });
  }

  async function askForChoice<Value extends string>(choice: Choice<Value>): Promise<Value> {
    const { askChoice } = await import('./prompts/ask-choice.js');
    return askChoice(choice, takeTerminal());
  }

  async function askForSeveral<Value extends string>(choice: Choice<Value>): Promise<readonly Value[]> {
    const { askSeveral } = await import('./prompts/ask-several.js');
    return askSeveral(choice, takeTerminal());
  }

  async function askUntilItFits(question: TextQuestion): Promise<string> {
    const { askUntilFit } = await import('./prompts/ask-until-fit.js');
    return askUntilFit(question, takeTerminal());
  }

  function outputOf(): CommandOutput {
    const isJson = globals.json === true;
    const write = (stream: 'stdout' | 'stderr', text: string): void => {
      progress?.stop();
      host[stream].write(text);
    };
    return {
      isJson,
      isVerbose: globals.verbose === true,
      say: (render) => globals.quiet !== true && write('stderr', render(looks.err)),
      fail: (render) => write('stderr', render(looks.err)),
      print: (render) => !isJson && write('stdout', render(looks.out)),
    };
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
