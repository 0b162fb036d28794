import { Argument, Command as Commander, CommanderError, type Help } from 'commander';
import type { Flags } from '../command.js';
import type { ArgumentDefinition, CommandDefinition } from '../command-definition.js';
import { commandGroup, inGroups } from '../commands/command-groups.js';
import type { Look } from '../render/look.js';
import { renderExamples } from '../render/render-examples.js';
import { argumentWord } from './argument-word.js';
import { GLOBAL_OPTIONS, type GlobalFlags } from './global-options.js';
import { toOption } from './to-option.js';
import { toUsageError } from './to-usage-error.js';

/** What a command line asks for. */
export type CommandLine =
  | {
      readonly kind: 'run';
      readonly definition: CommandDefinition;
      readonly flags: Flags;
      readonly globals: GlobalFlags;
    }
  /** `--help` and `--version`. */
  | { readonly kind: 'print'; readonly text: string }
  /** No command at all. */
  | { readonly kind: 'nothing'; readonly help: string };

/** What {@link parseCommandLine} needs beside the arguments. */
export interface ParseOptions {
  readonly commands: readonly CommandDefinition[];
  readonly version: string;
  readonly look: Look;
}

/** Parses arguments, without those of node itself. Throws a UsageError where they make no sense. */
export function parseCommandLine(args: readonly string[], { commands, version, look }: ParseOptions): CommandLine {
  let printed = '';
  let parsed: CommandLine | undefined;
  const program = createProgram({ version, look, print: (text) => (printed += text) });
  for (const definition of inGroups(commands)) {
    const { arguments: expected = [] } = definition;
    // commander hands over the arguments one by one, then the options.
    addCommand(program, { definition, look }).action((...given: readonly unknown[]) => {
      const flags = { ...(given[expected.length] as Flags), ...namedArguments(expected, given) };
      parsed = { kind: 'run', definition, flags, globals: program.opts<GlobalFlags>() };
    });
  }
  try {
    program.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'print', text: printed };
    if (error.code === 'commander.help') {
      const [, asked] = program.args;
      // commander guesses what may be meant where the name stands for itself.
      if (asked !== undefined) return parseCommandLine([asked], { commands, version, look });
      return { kind: 'nothing', help: printed };
    }
    throw toUsageError(error, commandNamed(commands, program.args[0]));
  }
  return parsed ?? { kind: 'nothing', help: program.helpInformation() };
}

interface ProgramParts {
  readonly version: string;
  readonly look: Look;
  readonly print: (text: string) => void;
}

function createProgram({ version, look, print }: ProgramParts): Commander {
  const width = helpWidth(look);
  const program = new Commander('orchestrate')
    .description('Per-extension schemas and migrations for Prisma, in one shared database.')
    .exitOverride()
    .configureOutput({
      writeOut: print,
      // Only help arrives here; errors are told by who runs this, in one form with all others.
      writeErr: print,
      outputError: () => {},
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
      getOutHasColors: () => true,
      getErrHasColors: () => true,
    })
    .configureHelp({
      showGlobalOptions: true,
      // Else commander breaks nothing where a terminal is not much wider than its options.
      minWidthToWrap: 20,
      styleTitle: look.bold,
      // Their arguments are in their own help; here they would leave no room for what the commands do.
      subcommandTerm: (command) => command.name(),
    } satisfies Partial<Help>)
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .addHelpCommand(helpCommand())
    .addHelpText('after', `\n${look.bold('Exit codes:')}\n${EXIT_CODES}`);
  for (const option of GLOBAL_OPTIONS) program.addOption(toOption(option));
  return program;
}

/** Long lines are hard to read, and help in a pipe is for a person too. */
function helpWidth({ width }: Look): number {
  return Number.isFinite(width) ? Math.min(width, 100) : 80;
}

function helpCommand(): Commander {
  return new Commander('help')
    .argument('[command]', 'the command')
    .summary('print help for a command')
    .helpOption(false)
    .helpGroup(`${commandGroup('help')}:`);
}

const EXIT_CODES = [
  '  0    done',
  '  1    it failed, or found problems',
  '  2    wrong usage or configuration',
  '  3    consent is missing',
  '  130  interrupted',
].join('\n');

interface CommandParts {
  readonly definition: CommandDefinition;
  readonly look: Look;
}

function addCommand(program: Commander, { definition, look }: CommandParts): Commander {
  const command = program
    .command(definition.name)
    .summary(definition.summary)
    .description(definition.description)
    .addHelpText('after', `\n${look.bold('Examples:')}\n${renderExamples(definition.examples, helpWidth(look))}`)
    .helpGroup(`${commandGroup(definition.name)}:`);
  for (const argument of definition.arguments ?? []) command.addArgument(toArgument(argument));
  for (const option of definition.options) command.addOption(toOption(option));
  return command;
}

function toArgument(definition: ArgumentDefinition): Argument {
  const { description, choices } = definition;
  const argument = new Argument(argumentWord(definition), description);
  return choices === undefined ? argument : argument.choices([...choices]);
}

function namedArguments(expected: readonly ArgumentDefinition[], given: readonly unknown[]): Flags {
  return Object.fromEntries(expected.map(({ name }, index) => [name, given[index]]));
}

function commandNamed(commands: readonly CommandDefinition[], name: string | undefined): CommandDefinition | null {
  return commands.find((command) => command.name === name) ?? null;
}
