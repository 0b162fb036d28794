import type { ShadowDatabase } from '../../database/database.js';

/** One shadow database for several replays, opened with the first of them. */
export class SharedShadow implements AsyncDisposable {
  readonly #open: () => Promise<ShadowDatabase>;
  #shadow: Promise<ShadowDatabase> | null = null;

  constructor(open: () => Promise<ShadowDatabase>) {
    this.#open = open;
  }

  /** As it is when it is opened; the caller may leave it otherwise. What kept it from being opened once keeps it always. */
  async fresh(): Promise<ShadowDatabase> {
    if (this.#shadow === null) {
      this.#shadow = this.#open();
      return this.#shadow;
    }
    const shadow = await this.#shadow;
    await shadow.reset();
    return shadow;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#shadow === null) return;
    const shadow = await this.#shadow.catch(() => null);
    await shadow?.close();
  }
}
