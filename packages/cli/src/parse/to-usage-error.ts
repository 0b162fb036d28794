import type { CommanderError } from 'commander';
import type { CommandDefinition } from '../command-definition.js';
import { UsageError } from '../usage-error.js';

const CODES: Readonly<Record<string, string>> = {
  'commander.unknownOption': 'CLI.UNKNOWN_OPTION',
  'commander.unknownCommand': 'CLI.UNKNOWN_COMMAND',
  'commander.excessArguments': 'CLI.EXCESS_ARGUMENTS',
  'commander.missingArgument': 'CLI.MISSING_ARGUMENT',
  'commander.optionMissingArgument': 'CLI.MISSING_VALUE',
  'commander.missingMandatoryOptionValue': 'CLI.MISSING_OPTION',
  'commander.invalidArgument': 'CLI.INVALID_VALUE',
  'commander.conflictingOption': 'CLI.CONFLICTING_OPTIONS',
};

/** What commander says, without its prefix, and where to look for what is right. */
export function toUsageError(
  error: CommanderError,
  definition: Pick<CommandDefinition, 'name' | 'arguments'> | null,
): UsageError {
  const command = definition?.name ?? null;
  const [said = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const guess = /^\(Did you mean (.+)\?\)$/.exec(rest.join('\n'))?.[1];
  const help = `orchestrate ${command === null ? '' : `${command} `}--help`;
  return new UsageError({
    code: CODES[error.code] ?? 'CLI.WRONG_USAGE',
    message: [capitalize(said), ...(guess === undefined ? rest : [])].join('\n'),
    fix: isForAnother(error, definition)
      ? `Put what is for the other program behind \`--\`; see \`${help}\``
      : guess === undefined
        ? `See \`${help}\``
        : `Did you mean \`${guess}\`? See also \`${help}\``,
    meta: { command },
  });
}

/** An option that this command does not have may be one of the program that it runs. */
function isForAnother(error: CommanderError, definition: Pick<CommandDefinition, 'arguments'> | null): boolean {
  const forwards = definition?.arguments?.some(({ isForwarded }) => isForwarded === true) ?? false;
  return forwards && error.code === 'commander.unknownOption';
}

function capitalize(text: string): string {
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}

/** The command line names no command. */
export function noCommand(): UsageError {
  return new UsageError({
    code: 'CLI.NO_COMMAND',
    message: 'There is no command to run.',
    fix: 'Name one, such as `orchestrate status`; `orchestrate --help` lists them.',
    meta: { command: null },
  });
}
