import type { ConsentRequest, DatabaseOptions, ErrorKind, RunOptions } from '@prisma-orchestrate/core';
import type { TextQuestion } from './prompts/ask-until-fit.js';
import type { Choice } from './prompts/choice.js';
import type { Look } from './render/look.js';

/** Values of a command's own options by camel-case name, as commander gives them. */
export type Flags = Readonly<Record<string, unknown>>;

/** What a command is called with beside its own options. */
export interface CallContext {
  /** Where the command was started, absolute: `--cwd` does not change it. */
  readonly currentDirectory: string;
  /** For commands that read. */
  readonly where: DatabaseOptions;
  /** For commands that work: progress, interruption. Starts the progress line and takes over SIGINT when first asked for. */
  readonly run: () => Promise<RunOptions>;
  /** Asks the user; undefined where there is no one to ask. */
  readonly confirm: ((request: ConsentRequest) => Promise<boolean>) | undefined;
  /** Asks for consent to something else; `--yes` answers it. Undefined where there is no one to ask. */
  readonly ask: ((consent: Consent) => Promise<boolean>) | undefined;
  /** Whether `--yes` was given: nobody looks at what is asked about, so it holds for whatever it is. */
  readonly isAgreed: boolean;
  /** Asks for a line of text; the signal takes the question back. Undefined where there is no one to ask, with `--yes` too. */
  readonly askText: ((question: string, signal?: AbortSignal) => Promise<string>) | undefined;
  /** All that comes from standard input. */
  readonly readInput: () => Promise<string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Has one of a few answers chosen. Undefined where there is no one to ask, with `--yes` too. */
  readonly choose: (<Value extends string>(choice: Choice<Value>) => Promise<Value>) | undefined;
  /** Has any number of answers chosen, as {@link choose}. */
  readonly chooseSeveral: (<Value extends string>(choice: Choice<Value>) => Promise<readonly Value[]>) | undefined;
  /** Asks for a text until it will do, as {@link choose}. */
  readonly askUntilFit: ((question: TextQuestion) => Promise<string>) | undefined;
  /** For commands that have something to print before they are through. */
  readonly output: CommandOutput;
  /** Whether input and output are those of this process, and another program can be handed them. */
  readonly hasOwnStreams: boolean;
  /** Takes the progress line away, for whoever is to have the terminal. */
  readonly stopProgress: () => void;
}

/** A question that needs a yes, and what is to be looked at first. */
export interface Consent {
  readonly show: (look: Look) => string;
  readonly question: string;
}

/** Where a command prints while it works. */
export interface CommandOutput {
  /** Whether nothing but one document may go to stdout. */
  readonly isJson: boolean;
  /** Whether more may be said than is needed. */
  readonly isVerbose: boolean;
  /** Notes, on stderr; left out with `--quiet`. */
  readonly say: (render: (look: Look) => string) => void;
  /** What went wrong, on stderr. */
  readonly fail: (render: (look: Look) => string) => void;
  /** Data, on stdout; left out with `--json`. */
  readonly print: (render: (look: Look) => string) => void;
}

/**
 * The code of one command: call the library, judge and print what it returned. It is loaded for that command alone, and
 * imports its operation and not the whole library.
 */
export interface Command<F = Flags, Result = unknown> {
  readonly call: (flags: F, context: CallContext) => Promise<Result>;
  /** Whether it is exit 0; problems found make it 1. */
  readonly succeeded: (result: Result, flags: F) => boolean;
  /** The kind of what went wrong, for the exit code, where the result still tells what was done; null for nothing. */
  readonly failedAs?: (result: Result) => ErrorKind | null;
  /** The exit code, where it is that of another program. */
  readonly exitCode?: (result: Result) => number;
  /** The data, for stdout. A promise where only some results need what renders them. */
  readonly render: (result: Result, look: Look, flags: F) => string | Promise<string>;
  /** What is said about it on stderr; left out with `--quiet` where nothing failed. */
  readonly renderNotes?: (result: Result, look: Look, flags: F) => string;
}

/** Types a command by its own flags and result; the runner passes both on without looking inside. */
export function defineCommand<F extends object, Result>(command: Command<F, Result>): Command {
  return command as unknown as Command;
}
