import type { EngineError } from '../schema-engine.js';
import { ENGINE_ERROR_CODE, ENGINE_ERROR_MESSAGE, type EngineErrorData } from './engine-messages.js';

/** An error of an engine as its process answers it; the way back is `engineErrorOf`. */
export function rpcErrorOf({ message, code, meta, isPanic }: EngineError): {
  readonly code: number;
  readonly message: string;
  readonly data: EngineErrorData;
} {
  const data = { is_panic: isPanic, message, meta, error_code: code };
  return { code: ENGINE_ERROR_CODE, message: ENGINE_ERROR_MESSAGE, data };
}
