/** Where Prisma's WebAssembly says why it panics, in the global scope. */
interface PanicScope {
  PRISMA_WASM_PANIC_REGISTRY?: { set_message(message: string): void } | undefined;
}

/** What is heard while somebody listens. */
let message = '';
let listeners = 0;

const registry = {
  set_message: (said: string): void => {
    message = said;
  },
};

/** Hears why an engine panics; without anyone to tell, it would break down over that, and not say why. */
export class PanicHearing implements Disposable {
  readonly #before: PanicScope['PRISMA_WASM_PANIC_REGISTRY'];

  constructor() {
    const scope = globalThis as PanicScope;
    this.#before = scope.PRISMA_WASM_PANIC_REGISTRY;
    listeners += 1;
    scope.PRISMA_WASM_PANIC_REGISTRY = registry;
  }

  /** What the last panic said; empty where there was none. */
  get reason(): string {
    return message;
  }

  [Symbol.dispose](): void {
    listeners -= 1;
    const scope = globalThis as PanicScope;
    if (listeners > 0 || scope.PRISMA_WASM_PANIC_REGISTRY !== registry) return;
    message = '';
    scope.PRISMA_WASM_PANIC_REGISTRY = this.#before === registry ? undefined : this.#before;
  }
}
