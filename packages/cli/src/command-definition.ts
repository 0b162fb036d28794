import type { Command } from './command.js';
import type { ResultDocument } from './docs/result-document.js';

/**
 * What a shell completes a value to. Where a definition does not say it, the word in the angle brackets does: `<file>`,
 * `<path>`, `<directory>`, `<extension>`, `<names>`, `<model>`, `<revision>`.
 */
export type Completes =
  /** The name of an extension; of several, with commas between them. */
  | 'extension'
  | 'extension-list'
  /** The name of a revision of the chosen extension; or `extension/name`, of any unless one is chosen. */
  | 'revision'
  | 'revision-id'
  /** A model, view or enum, of the extension that `--from` names if it does. */
  | 'model'
  /** The name of a rule of the migration standard. */
  | 'rule'
  | 'file'
  | 'directory'
  /** How far a run goes, with the words that the command takes beside names of revisions. */
  | { readonly target: readonly string[] };

/** An option of one command or of all of them. */
export interface OptionDefinition {
  /** In commander's form: `--target <revision>`. */
  readonly flags: string;
  readonly description: string;
  readonly required?: boolean;
  readonly choices?: readonly string[];
  /** Names of options that exclude this one. */
  readonly conflicts?: readonly string[];
  /** What kind of value it takes; any text unless said. */
  readonly value?: 'seconds' | 'count';
  readonly completes?: Completes;
}

/** A value that stands by itself, not behind an option. */
export interface ArgumentDefinition {
  /** Also the name of its flag: `target`. */
  readonly name: string;
  readonly description: string;
  /** Whether any number of it may be given, none too; its flag is then a list. */
  readonly isList?: boolean;
  /** Whether it may be left out; its flag is then undefined. */
  readonly isOptional?: boolean;
  readonly choices?: readonly string[];
  readonly completes?: Completes;
  /** Whether it is for another program, options too, and stands behind `--`. */
  readonly isForwarded?: boolean;
}

/** A command line with what it does; shown by `--help` and in docs/cli.md. */
export interface Example {
  readonly line: string;
  readonly does: string;
}

/** What is known of a command before any of its code is loaded. */
export interface CommandDefinition {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** A paragraph or two, for the command's own help. */
  readonly description: string;
  /** One that may be left out comes last, and so does a list. */
  readonly arguments?: readonly ArgumentDefinition[];
  readonly options: readonly OptionDefinition[];
  readonly examples: readonly Example[];
  /** What exit code 1 means here, beside an error. */
  readonly problems: string | null;
  readonly load: () => Promise<Command>;
  readonly loadResultDocument: () => Promise<ResultDocument>;
}
