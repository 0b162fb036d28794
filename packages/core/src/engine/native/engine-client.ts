import { JSONRPCClient, JSONRPCErrorException, JSONRPCServer, JSONRPCServerAndClient } from 'json-rpc-2.0';
import { type EngineCalls, engineCalls } from '../protocol/engine-calls.js';
import { engineErrorOf, type RpcError } from '../protocol/engine-error-of.js';
import { PRINT_METHOD, type PrintParams } from '../protocol/engine-messages.js';
import { EngineError, type SchemaEngineMethod } from '../schema-engine.js';
import { parseWithout } from './hide-secrets.js';

/** What a client needs of its surroundings. */
export interface EngineClientOptions {
  /** Takes a message, without the end of its line. */
  readonly write: (line: string) => void;
  /** Takes the secrets out of what an error says. */
  readonly hide: (text: string) => string;
}

/** The asking end of the protocol, whatever the lines travel on. */
export class EngineClient {
  readonly calls: EngineCalls;
  readonly #rpc: JSONRPCServerAndClient;
  readonly #hide: (text: string) => string;
  #printed: string[] = [];
  #last: Promise<unknown> = Promise.resolve();
  #end: Error | null = null;

  constructor({ write, hide }: EngineClientOptions) {
    this.#hide = hide;
    const ignore = { errorListener: () => {} };
    this.#rpc = new JSONRPCServerAndClient(
      new JSONRPCServer(ignore),
      new JSONRPCClient((message: unknown) => write(JSON.stringify(message))),
      ignore,
    );
    this.#rpc.addMethod(PRINT_METHOD, ({ content }: PrintParams) => {
      this.#printed.push(String(content));
      return {};
    });
    this.calls = engineCalls((method, params) => this.#inTurn(method, params));
  }

  /** Takes a line from the engine; what is no message of the protocol is no business of anybody. */
  receive(line: string): void {
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      return;
    }
    this.#rpc.receiveAndSend(message).catch(() => {});
  }

  /** No more answers will come: whoever waits for one, and whoever asks from now on, gets this error. */
  end(error: Error): void {
    this.#end ??= error;
    this.#rpc.rejectAllPendingRequests(error.message);
  }

  /** What an engine prints does not say for whom, so there is one request at a time. */
  #inTurn(method: SchemaEngineMethod, params: unknown): Promise<unknown> {
    const answer = this.#last.then(() => this.#ask(method, params));
    this.#last = answer.catch(() => {});
    return answer;
  }

  async #ask(method: SchemaEngineMethod, params: unknown): Promise<unknown> {
    if (this.#end !== null) throw this.#end;
    this.#printed = [];
    try {
      const result: unknown = await this.#rpc.request(method, params);
      return method === 'diff' ? this.#withPrinted(result) : result;
    } catch (error) {
      if (this.#end !== null) throw this.#end;
      if (error instanceof JSONRPCErrorException) throw engineErrorOf(this.#withoutSecrets(error));
      throw new EngineError(`The schema engine answered ${method} with a result and an error.`, { cause: error });
    }
  }

  #withoutSecrets({ code, message, data }: JSONRPCErrorException): RpcError {
    return parseWithout(JSON.stringify({ code, message, data }), this.#hide) as RpcError;
  }

  #withPrinted(result: unknown): unknown {
    if (this.#printed.length === 0 || typeof result !== 'object') return result;
    // As Prisma's CLI writes it.
    return { ...result, stdout: this.#printed.map((content) => `${content}\n`).join('') };
  }
}
