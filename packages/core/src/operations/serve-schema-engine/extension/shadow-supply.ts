import type { ShadowDatabase } from '../../../database/database.js';
import { SharedShadow } from '../../check/shared-shadow.js';

/** A shadow database in use. */
export interface TakenShadow {
  readonly shadow: ShadowDatabase;
  release(): Promise<void>;
}

/** Shadow databases for one replay after the other: making one takes longer than emptying it. */
export class ShadowSupply implements AsyncDisposable {
  readonly #open: () => Promise<ShadowDatabase>;
  #shared: SharedShadow;
  #isTaken = false;

  constructor(open: () => Promise<ShadowDatabase>) {
    this.#open = open;
    this.#shared = new SharedShadow(open);
  }

  /** An empty one. */
  async take(): Promise<TakenShadow> {
    if (this.#isTaken) {
      const shadow = await this.#open();
      return { shadow, release: () => shadow.close() };
    }
    this.#isTaken = true;
    try {
      const shadow = await this.#shared.fresh();
      return {
        shadow,
        release: async () => {
          this.#isTaken = false;
        },
      };
    } catch (error) {
      this.#isTaken = false;
      // The next one may be luckier: the other run that had it may be through.
      this.#shared = new SharedShadow(this.#open);
      throw error;
    }
  }

  /** Leaves none behind; the next one is opened anew. */
  async [Symbol.asyncDispose](): Promise<void> {
    const shared = this.#shared;
    this.#shared = new SharedShadow(this.#open);
    this.#isTaken = false;
    await shared[Symbol.asyncDispose]();
  }
}
