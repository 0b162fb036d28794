import type { CommandDefinition, OptionDefinition } from '../command-definition.js';
import { GLOBAL_OPTIONS } from '../parse/global-options.js';
import { optionFlags } from '../parse/option-flags.js';

/** What the words before the cursor say. */
export interface LineSoFar {
  /** Values of the options by long flag; none for a flag that takes none. */
  readonly given: ReadonlyMap<string, readonly string[]>;
  /** Words that stand by themselves, without the command. */
  readonly positionals: readonly string[];
  /** The option whose value comes next. */
  readonly awaiting: OptionDefinition | null;
  /** Whether that option may also be followed by something else. */
  readonly mayEnd: boolean;
  /** Whether `--` was there, after which nothing is an option. */
  readonly optionsEnded: boolean;
}

/** The first word that is no global option or value of one. */
export function commandWord(words: readonly string[]): string | null {
  return readWords(words, GLOBAL_OPTIONS).positionals[0] ?? null;
}

/** Reads the words of a command, as far as they go; what makes no sense is passed over. */
export function readLine(words: readonly string[], command: CommandDefinition | null): LineSoFar {
  const line = readWords(words, [...GLOBAL_OPTIONS, ...(command?.options ?? [])]);
  return command === null ? line : { ...line, positionals: line.positionals.slice(1) };
}

function readWords(words: readonly string[], options: readonly OptionDefinition[]): LineSoFar {
  const given = new Map<string, readonly string[]>();
  const positionals: string[] = [];
  let awaiting: OptionDefinition | null = null;
  let mayEnd = false;
  let optionsEnded = false;
  const give = (long: string, values: readonly string[]) => given.set(long, [...(given.get(long) ?? []), ...values]);
  for (const word of words) {
    if (awaiting !== null && (!mayEnd || !word.startsWith('-'))) {
      const { long, isList } = optionFlags(awaiting);
      give(long, [word]);
      mayEnd = true;
      if (!isList) awaiting = null;
      continue;
    }
    awaiting = null;
    if (optionsEnded || !word.startsWith('-') || word === '-') {
      positionals.push(word);
      continue;
    }
    if (word === '--') {
      optionsEnded = true;
      continue;
    }
    const [flag = word, ...rest] = word.split('=');
    const option = options.find((each) => [optionFlags(each).long, optionFlags(each).short].includes(flag));
    if (option === undefined) continue;
    const { long, value } = optionFlags(option);
    give(long, rest.length === 0 ? [] : [rest.join('=')]);
    if (value === 'none' || rest.length > 0) continue;
    awaiting = option;
    mayEnd = value === 'optional';
  }
  return { given, positionals, awaiting, mayEnd, optionsEnded };
}
