import { JSONRPCClient, JSONRPCServer } from 'json-rpc-2.0';
import { asEngineError } from '../as-engine-error.js';
import type { EngineError, SchemaEngineMethod } from '../schema-engine.js';
import type { EngineCalls } from './engine-calls.js';
import { PRINT_METHOD } from './engine-messages.js';
import { ENGINE_METHODS } from './engine-methods.js';
import { rpcErrorOf } from './rpc-error-of.js';

/** What {@link serveEngine} takes. */
export interface ServeEngineOptions {
  readonly engine: EngineCalls;
  /** What the other side sends, one message a line; null stands for a line that is no text. */
  readonly lines: AsyncIterable<string | null>;
  /** Sends a message, without the end of its line. Where it rejects, nobody listens any more. */
  readonly write: (line: string) => void | Promise<void>;
  /** Ends it at once, whatever is being asked. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Why an engine is served no longer: no more requests will come (`finished`), nobody reads the answers (`unread`), it
 * broke down and said so (`panicked`), or the signal fired (`stopped`), with perhaps a request going on.
 */
export type ServedEnd = 'finished' | 'unread' | 'panicked' | 'stopped';

/**
 * Answers the requests of Prisma's CLI, or of whoever speaks its protocol, one after the other in the order in which
 * they come. Those that have come before the end of the lines are all answered. Whatever a line holds, there is an answer to it, unless it is an answer itself or wants none.
 */
export async function serveEngine({ engine, lines, write, signal }: ServeEngineOptions): Promise<ServedEnd> {
  const host = new EngineHost(engine, write);
  const stopped = new Promise<void>((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
  const finished = host.receiveAll(lines);
  // It has told its own ending, where there was one.
  finished.catch(() => {});
  const end = await Promise.race([finished, host.broken, stopped.then((): ServedEnd => 'stopped')]);
  host.stop();
  return end;
}

/** The answering end of the protocol. */
class EngineHost {
  /** When there is no sense in going on. */
  readonly broken: Promise<ServedEnd>;
  readonly #server = new JSONRPCServer({ errorListener: () => {} });
  readonly #client: JSONRPCClient;
  readonly #write: (line: string) => void | Promise<void>;
  #break: (end: ServedEnd) => void = () => {};
  #hasEnded = false;
  #isBroken = false;
  #hasPanicked = false;
  #last: Promise<void> = Promise.resolve();

  constructor(engine: EngineCalls, write: ServeEngineOptions['write']) {
    this.#write = write;
    this.broken = new Promise((resolve) => {
      this.#break = resolve;
    });
    this.#client = new JSONRPCClient((request: unknown) => this.#send(request));
    this.#server.mapErrorToJSONRPCErrorResponse = (id, error: unknown) => ({
      jsonrpc: '2.0',
      id,
      error: rpcErrorOf(this.#noted(asEngineError(error))),
    });
    for (const method of ENGINE_METHODS) {
      const call = engine[method].bind(engine) as (parameters: unknown) => Promise<unknown>;
      this.#server.addMethod(method, (parameters: unknown) => call(parameters));
    }
    this.#server.addMethod('diff', async (parameters) => {
      const { stdout, ...result } = await engine.diff(parameters);
      if (stdout) await this.#print(stdout);
      return { ...result, stdout: null };
    });
  }

  async receiveAll(lines: AsyncIterable<string | null>): Promise<ServedEnd> {
    for await (const line of lines) {
      if (this.#isBroken) break;
      this.#receive(line);
    }
    // An answer to what is printed will not come any more.
    this.#hasEnded = true;
    this.#client.rejectAllPendingRequests(UNHEARD);
    await this.#last;
    return 'finished';
  }

  /** What is still going on is answered no more. */
  stop(): void {
    this.#isBroken = true;
  }

  #receive(line: string | null): void {
    if (line?.trim() === '') return;
    const message = parse(line);
    if (isAnswer(message)) this.#client.receive(message);
    else this.#inTurn(() => this.#answer(message));
  }

  /** Requests change the same database: one at a time. */
  #inTurn(work: () => Promise<void>): void {
    this.#last = this.#last.then(async () => {
      if (!this.#isBroken) await work();
    });
  }

  async #answer(message: unknown): Promise<void> {
    const answer = Array.isArray(message) && message.length > 0 ? await this.#batch(message) : await this.#one(message);
    if (answer !== null && !this.#isBroken) await this.#send(answer).catch(() => this.#end('unread'));
    if (this.#hasPanicked) this.#end('panicked');
  }

  async #batch(messages: readonly unknown[]): Promise<unknown> {
    const answers: unknown[] = [];
    for (const message of messages) {
      if (isAnswer(message)) this.#client.receive(message);
      else answers.push(await this.#one(message));
    }
    const wanted = answers.filter((answer) => answer !== null);
    return wanted.length === 0 ? null : wanted;
  }

  async #one(message: unknown): Promise<unknown> {
    if (message === UNREADABLE) return failure(-32_700, 'Parse error');
    if (!isObject(message) || typeof message['method'] !== 'string') return failure(-32_600, 'Invalid Request');
    const { id, method, params } = message;
    const isShort = this.#server.hasMethod(method) && !TAKES_NOTHING.has(method) && !isObject(params);
    if (isShort && message['jsonrpc'] === '2.0')
      return id === undefined ? null : failure(-32_602, 'Invalid params', id);
    return this.#server.receive(message as never);
  }

  // The CLI adds the end of the last line itself.
  async #print(text: string): Promise<void> {
    const content = text.endsWith('\n') ? text.slice(0, -1) : text;
    const printed = this.#client.request(PRINT_METHOD, { content });
    if (this.#hasEnded) this.#client.rejectAllPendingRequests(UNHEARD);
    try {
      await printed;
    } catch (error) {
      if (!(error instanceof Error && error.message === UNHEARD)) throw error;
    }
  }

  async #send(message: unknown): Promise<void> {
    await this.#write(JSON.stringify(message));
  }

  #noted(error: EngineError): EngineError {
    if (error.isPanic) this.#hasPanicked = true;
    return error;
  }

  #end(end: ServedEnd): void {
    this.#isBroken = true;
    this.#break(end);
  }
}

/** The methods that can do without parameters. */
const TAKES_NOTHING: ReadonlySet<unknown> = new Set<SchemaEngineMethod>(['debugPanic', 'getDatabaseVersion']);

const UNREADABLE = Symbol('a line that is no JSON');
const UNHEARD = 'The other side has left.';

function parse(line: string | null): unknown {
  if (line === null) return UNREADABLE;
  try {
    return JSON.parse(line);
  } catch {
    return UNREADABLE;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether it answers something; that nothing was asked is not its fault. */
function isAnswer(message: unknown): message is never {
  return isObject(message) && message['method'] === undefined && ('result' in message || 'error' in message);
}

function failure(code: number, message: string, id: unknown = null): object {
  return { jsonrpc: '2.0', id, error: { code, message } };
}
