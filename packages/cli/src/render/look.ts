/** Marks up a piece of text; the identity where colour is off. */
export type Paint = (text: string) => string;

/** How output to one stream looks. */
export interface Look {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
  /** Columns to fit prose and tables into; infinite where the output is read by a program. */
  readonly width: number;
  /** Whether more than ASCII can be shown, for what is drawn. */
  readonly isUnicode: boolean;
}

/** What a look is made of. */
export interface LookDecision {
  readonly colour: boolean;
  readonly width: number;
  readonly isUnicode?: boolean;
}

/** Makes a look of a decision about colour and width. */
export function createLook({ colour, width, isUnicode = true }: LookDecision): Look {
  const paint =
    (open: number, close: number): Paint =>
    (text) =>
      colour && text !== '' ? `\u001B[${open}m${text}\u001B[${close}m` : text;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    cyan: paint(36, 39),
    width,
    isUnicode,
  };
}

/** What a look depends on. */
export interface LookConditions {
  readonly isTerminal: boolean;
  readonly columns: number | undefined;
  /** `--no-color` was given. */
  readonly noColour: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The look of one stream: `--no-color`, then FORCE_COLOR, then NO_COLOR, then whether it is a terminal. */
export function lookFor(conditions: LookConditions): Look {
  const { isTerminal, columns } = conditions;
  return createLook({
    colour: wantsColour(conditions),
    width: isTerminal ? columns || 80 : Number.POSITIVE_INFINITY,
    isUnicode: showsUnicode(conditions),
  });
}

function wantsColour({ isTerminal, noColour, environment }: LookConditions): boolean {
  const {
    FORCE_COLOR: force,
    NO_COLOR: no,
    TERM: term,
  } = environment as Record<'FORCE_COLOR' | 'NO_COLOR' | 'TERM', string | undefined>;
  if (noColour) return false;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (no !== undefined && no !== '') return false;
  return isTerminal && term !== 'dumb';
}

/** What the locale says; terminals of Windows say it in other variables, or not at all. */
function showsUnicode({ environment }: LookConditions): boolean {
  const { LC_ALL, LC_CTYPE, LANG, WT_SESSION, TERM_PROGRAM } = environment;
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== '');
  if (locale !== undefined) return /utf-?8/i.test(locale);
  return WT_SESSION !== undefined || TERM_PROGRAM === 'vscode';
}
