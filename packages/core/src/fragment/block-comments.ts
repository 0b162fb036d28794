/** Comments between slash-star and star-slash in one text. An unclosed one is none, and is looked for only once. */
export class BlockComments {
  readonly #text: string;
  #noneFrom = Number.POSITIVE_INFINITY;

  constructor(text: string) {
    this.#text = text;
  }

  /** Where an unclosed comment was met first. */
  get unclosed(): number | null {
    return Number.isFinite(this.#noneFrom) ? this.#noneFrom : null;
  }

  /** The offset behind the comment that starts at `at`, null where none does. */
  skip(at: number): number | null {
    if (at >= this.#noneFrom || !this.#text.startsWith('/*', at)) return null;
    const close = this.#text.indexOf('*/', at + 2);
    if (close >= 0) return close + 2;
    this.#noneFrom = at;
    return null;
  }
}
