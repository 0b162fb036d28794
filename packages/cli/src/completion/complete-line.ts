import type { ExtensionNames } from '@prisma-orchestrate/core';
import type { ArgumentDefinition, CommandDefinition, OptionDefinition } from '../command-definition.js';
import { GLOBAL_OPTIONS } from '../parse/global-options.js';
import { optionFlags } from '../parse/option-flags.js';
import { type Answer, type Candidate, candidates } from './candidate.js';
import { completeValue } from './complete-value.js';
import { type LineSoFar, readLine } from './line-so-far.js';

/** What {@link completeLine} decides from. */
export interface CompleteLineOptions {
  /** Before the word under the cursor, without `orchestrate`. */
  readonly words: readonly string[];
  /** What is typed of the word under the cursor. */
  readonly current: string;
  /** The command that the words name; null where they name none yet, or none that there is. */
  readonly command: CommandDefinition | null;
  /** All of them, for where a command may stand. */
  readonly commands: () => Promise<readonly CommandDefinition[]>;
  /** The names in the workspace that `--cwd` and `--config` choose; none where there is none. */
  readonly names: (options: NamesWanted) => Promise<readonly ExtensionNames[]>;
}

/** Which names, and where. */
export interface NamesWanted {
  readonly cwd: string | undefined;
  readonly config: string | undefined;
  readonly models: boolean;
}

const HELP: readonly Candidate[] = [{ value: '--help', description: 'print help' }];
const VERSION: readonly Candidate[] = [{ value: '--version', description: 'print the version' }];
const NOTHING = candidates([]);

/** How the word under the cursor may go on. Candidates need not begin with what is typed: shells choose in their own ways. */
export async function completeLine(options: CompleteLineOptions): Promise<Answer> {
  const { words, current, command } = options;
  const line = readLine(words, command);
  const { awaiting, mayEnd, optionsEnded } = line;
  if (awaiting !== null && !(mayEnd && current.startsWith('-')))
    return completeValueOf(awaiting, { options, line, current });
  if (!optionsEnded && current.startsWith('-')) {
    const equals = current.indexOf('=');
    if (equals === -1) return { kind: 'candidates', candidates: optionsOf(command, line) };
    return valueBehindEquals(current.slice(0, equals), { options, line, current: current.slice(equals + 1) });
  }
  if (command === null) return commandsOf(options, line);
  const argument = argumentAt(command, line.positionals.length);
  if (argument !== undefined) return completeValueOf(argument, { options, line, current });
  return optionsEnded ? NOTHING : { kind: 'candidates', candidates: optionsOf(command, line) };
}

interface Place {
  readonly options: CompleteLineOptions;
  readonly line: LineSoFar;
  readonly current: string;
}

async function commandsOf({ commands }: CompleteLineOptions, { positionals }: LineSoFar): Promise<Answer> {
  const [first, ...others] = positionals;
  // Only `help` takes the name of a command, and any other word was to be one.
  if (first !== undefined && (first !== 'help' || others.length > 0)) return NOTHING;
  const named = (await commands()).map(({ name, summary }) => ({ value: name, description: summary }));
  const help = { value: 'help', description: 'print help for a command' };
  return { kind: 'candidates', candidates: first === undefined ? [...named, help] : named };
}

function argumentAt({ arguments: expected = [] }: CommandDefinition, index: number): ArgumentDefinition | undefined {
  const last = expected.at(-1);
  return expected[index] ?? (last?.isList === true ? last : undefined);
}

/** Those that may still be given. */
function optionsOf(command: CommandDefinition | null, { given }: LineSoFar): readonly Candidate[] {
  const all = [...(command?.options ?? []), ...GLOBAL_OPTIONS];
  const excluded = new Set(
    all.filter((option) => given.has(optionFlags(option).long)).flatMap(({ conflicts = [] }) => conflicts),
  );
  const left = all.filter((option) => {
    const { long, isList } = optionFlags(option);
    return !excluded.has(camelCase(long.slice(2))) && (isList || !given.has(long));
  });
  const named = left.map((option) => ({ value: optionFlags(option).long, description: option.description }));
  return [...named, ...HELP, ...(command === null ? VERSION : [])];
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

async function valueBehindEquals(flag: string, place: Place): Promise<Answer> {
  const all = [...(place.options.command?.options ?? []), ...GLOBAL_OPTIONS];
  const option = all.find((each) => optionFlags(each).long === flag);
  if (option === undefined || optionFlags(option).value === 'none') return NOTHING;
  const answer = await completeValueOf(option, place);
  if (answer.kind !== 'candidates') return answer;
  const whole = answer.candidates.map(({ value, description }) => ({ value: `${flag}=${value}`, description }));
  return { kind: 'candidates', candidates: whole };
}

function completeValueOf(
  of: OptionDefinition | ArgumentDefinition,
  { options, line, current }: Place,
): Promise<Answer> {
  return completeValue({
    of,
    current,
    given: line.given,
    positionals: line.positionals,
    names: (models) => {
      const last = (flag: string): string | undefined => line.given.get(flag)?.at(-1);
      return options.names({ cwd: last('--cwd'), config: last('--config'), models });
    },
  });
}
