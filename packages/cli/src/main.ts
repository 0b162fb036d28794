import { commandsFor } from './commands/command-definitions.js';
import { EXIT, type ExitCode, exitCodeOf } from './exit-code.js';
import { failureOf } from './failure.js';
import type { Host } from './host.js';
import { type CommandLine, parseCommandLine } from './parse/parse-command-line.js';
import { noCommand } from './parse/to-usage-error.js';
import { type Look, lookFor } from './render/look.js';
import { readVersion } from './version.js';

/** Runs the command line and says with which code the process is to end: one of ours, or that of a program that it ran. `args` are those after the script. */
export async function main(args: readonly string[], host: Host): Promise<number> {
  if (args[0] === COMPLETE) return complete(args.slice(1), host);
  const looks = { out: lookOf(args, host.stdout, host), err: lookOf(args, host.stderr, host) };
  let line: CommandLine;
  try {
    const commands = await commandsFor(args);
    line = parseCommandLine(args, { commands, version: readVersion(), look: looks.out });
  } catch (error) {
    return printUsageError(error, { args, host, look: looks.err });
  }
  switch (line.kind) {
    case 'print':
      host.stdout.write(line.text);
      return EXIT.done;
    case 'nothing':
      if (flagsOf(args).includes('--json')) return printUsageError(noCommand(), { args, host, look: looks.err });
      host.stderr.write(line.help);
      return EXIT.usage;
    case 'run': {
      const { runCommand } = await import('./run-command.js');
      return runCommand(line, { host, looks });
    }
  }
}

/** What the scripts of `orchestrate completion` call; no one else does, so it is no command. */
export const COMPLETE = '__complete';

/** Whatever goes wrong, someone is typing a command line: what cannot be completed is left alone. */
async function complete(args: readonly string[], host: Host): Promise<ExitCode> {
  const { answerShell } = await import('./completion/answer-shell.js');
  host.stdout.write(await answerShell(args, host).catch(() => ''));
  return EXIT.done;
}

interface UsageErrorParts {
  readonly args: readonly string[];
  readonly host: Host;
  readonly look: Look;
}

/** Arguments that could not be parsed may still have asked for JSON. */
async function printUsageError(thrown: unknown, { args, host, look }: UsageErrorParts): Promise<ExitCode> {
  const failure = failureOf(thrown);
  if (flagsOf(args).includes('--json')) {
    const { renderJson } = await import('./render/render-json.js');
    const command = failure.meta['command'];
    host.stdout.write(renderJson(typeof command === 'string' ? command : null, { kind: 'failure', failure }));
  } else {
    const { renderFailure } = await import('./render/render-failure.js');
    host.stderr.write(renderFailure(failure, look, flagsOf(args).includes('--verbose')));
  }
  return exitCodeOf(failure.kind);
}

function lookOf(args: readonly string[], stream: NodeJS.WriteStream, host: Host): Look {
  return lookFor({
    isTerminal: stream.isTTY === true,
    columns: stream.columns,
    noColour: flagsOf(args).includes('--no-color'),
    environment: host.env,
  });
}

function flagsOf(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return end === -1 ? args : args.slice(0, end);
}
