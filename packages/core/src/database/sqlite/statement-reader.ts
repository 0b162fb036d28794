import { nameOf } from './sql-tokens.js';

/** Goes through the tokens of one statement. */
export class StatementReader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  /** How many tokens it is past. */
  get at(): number {
    return this.#at;
  }

  /** Goes past these words where they come next. */
  take(...words: readonly string[]): boolean {
    if (!words.every((word, offset) => this.#isWord(this.#at + offset, word))) return false;
    this.#at += words.length;
    return true;
  }

  /** The name that comes next, without the schema before it. */
  name(): string {
    const first = this.#next();
    if (this.#tokens[this.#at] !== '.') return first;
    this.#at += 1;
    return this.#next();
  }

  /** The name that comes next, with the schema before it, where there is one. */
  qualifiedName(): { readonly schema: string | null; readonly name: string } {
    const first = this.#next();
    if (this.#tokens[this.#at] !== '.') return { schema: null, name: first };
    this.#at += 1;
    return { schema: first, name: this.#next() };
  }

  /** The tokens before a word that is in no parentheses; all that are left without it. */
  until(word: string): readonly string[] {
    const start = this.#at;
    this.skipTo(word);
    return this.#tokens.slice(start, this.#at);
  }

  /** Goes to the first of these words that is in no parentheses, or to the end without one. */
  skipTo(...words: readonly string[]): boolean {
    for (; this.#at < this.#tokens.length; this.#at += 1) {
      if (words.some((word) => this.#isWord(this.#at, word))) return true;
      if (this.#tokens[this.#at] === '(') this.#toClosing();
    }
    return false;
  }

  skipParentheses(): void {
    if (this.#tokens[this.#at] !== '(') return;
    this.#toClosing();
    this.#at += 1;
  }

  isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  #toClosing(): void {
    for (let depth = 0; this.#at < this.#tokens.length; this.#at += 1) {
      if (this.#tokens[this.#at] === '(') depth += 1;
      if (this.#tokens[this.#at] === ')') depth -= 1;
      if (depth === 0) return;
    }
  }

  #isWord(at: number, word: string): boolean {
    return this.#tokens[at]?.toUpperCase() === word;
  }

  #next(): string {
    const token = this.#tokens[this.#at] ?? '';
    this.#at += 1;
    return nameOf(token);
  }
}
