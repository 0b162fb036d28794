import { InvalidArgumentError, Option } from 'commander';
import type { OptionDefinition } from '../command-definition.js';

/** Looks like a flag, which a value hardly ever does; `-1` does not. */
const FLAG = /^--?[A-Za-z][\w-]*(=.*)?$/s;

/** An option for commander, with the checks that it does not make itself. */
export function toOption(definition: OptionDefinition): Option {
  const { flags, description, required, choices, conflicts, value } = definition;
  const option = new Option(flags, description);
  if (required === true) option.makeOptionMandatory();
  if (conflicts !== undefined) option.conflicts([...conflicts]);
  if (choices !== undefined) option.choices([...choices]);
  else if (option.variadic) {
    option.argParser((text: string, before?: readonly (string | number)[]) => [
      ...(before ?? []),
      parseValue(text, value),
    ]);
  } else if (option.required || option.optional) option.argParser((text: string) => parseValue(text, value));
  return option;
}

/** commander takes whatever comes next for the value, another flag included: `--target --dry-run`. */
function parseValue(text: string, value: OptionDefinition['value']): string | number {
  if (FLAG.test(text)) throw new InvalidArgumentError(`It looks like an option, so the value seems to be missing.`);
  if (text === '') throw new InvalidArgumentError('It is empty.');
  if (value === 'count') return parseCount(text);
  return value === 'seconds' ? parseSeconds(text) : text;
}

function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number, such as 0 or 10.');
  return Number(text);
}

function parseSeconds(text: string): number {
  // More digits would be endless, which is no number to count down from.
  if (!/^\d{1,9}(\.\d+)?$/.test(text))
    throw new InvalidArgumentError('It must be a number of seconds, such as 30 or 0.5.');
  return Number(text);
}
