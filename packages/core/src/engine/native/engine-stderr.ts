import type { EngineLogLine } from '../protocol/engine-messages.js';
import { EngineError } from '../schema-engine.js';
import { parseWithout } from './hide-secrets.js';

/** How a process ended, as Node tells it. */
export interface ProcessEnd {
  readonly exitCode: number | null;
  /** What ended it instead of an exit code. */
  readonly signal: string | null;
}

/** By this a Rust program says that it has panicked. */
const PANIC_EXIT_CODE = 101;

/** How much of what an engine says before it ends an error shows. */
const SHOWN_LINES = 20;

/** Listens to an engine's stderr, to know why it has ended when it has. */
export class EngineStderr {
  readonly #hide: (text: string) => string;
  #said: string[] = [];
  #lastError: EngineLogLine['fields'] | null = null;

  /** @param hide takes the secrets out of a text */
  constructor(hide: (text: string) => string) {
    this.#hide = hide;
  }

  /** Takes a line; gives it as one of the log, where it is one. */
  receive(line: string): EngineLogLine | null {
    const logged = parseLogLine(line, this.#hide);
    const words = logged === null ? this.#hide(line.trim()) : logged.fields.message;
    // What it was about to do is no reason.
    const isNews = logged !== null && logged.level !== 'ERROR' && logged.level !== 'WARN';
    if (words !== '' && !isNews) this.#said = [...this.#said, words].slice(-SHOWN_LINES);
    if (logged?.level === 'ERROR') this.#lastError = logged.fields;
    return logged;
  }

  /** Why no more answers come from a process that has ended. */
  describeEnd({ exitCode, signal }: ProcessEnd): EngineError {
    const how = signal === null ? `ended with exit code ${exitCode}` : `was ended by ${signal}`;
    const words = this.#lastError?.message ?? this.#said.join('\n');
    return new EngineError(`The schema engine ${how}${words === '' ? ' and said nothing.' : `: ${words}`}`, {
      code: this.#lastError?.error_code ?? null,
      isPanic: exitCode === PANIC_EXIT_CODE || signal !== null,
    });
  }
}

function parseLogLine(line: string, hide: (text: string) => string): EngineLogLine | null {
  try {
    const parsed = parseWithout(line, hide) as EngineLogLine | null;
    return typeof parsed?.fields?.message === 'string' ? parsed : null;
  } catch {
    return null;
  }
}
