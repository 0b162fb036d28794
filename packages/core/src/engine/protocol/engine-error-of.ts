import { EngineError } from '../schema-engine.js';

/** What JSON-RPC knows of an error. */
export interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** The engine's own words of a JSON-RPC error; those of JSON-RPC itself where the engine has none. */
export function engineErrorOf({ code, message, data }: RpcError): EngineError {
  const details = isObject(data) ? data : {};
  const inner = isObject(details['error']) ? details['error'] : {};
  const meta = details['meta'];
  const words = [details['message'], inner['message']].find((text) => typeof text === 'string' && text !== '');
  return new EngineError(typeof words === 'string' ? words : `${message} (JSON-RPC ${code})`, {
    code: typeof details['error_code'] === 'string' ? details['error_code'] : null,
    meta: isObject(meta) ? meta : null,
    isPanic: details['is_panic'] === true,
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
