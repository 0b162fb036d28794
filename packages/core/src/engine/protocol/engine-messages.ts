// What both ends of the protocol have to call by the same name: JSON-RPC 2.0, one message a line.

/** The JSON-RPC code of every error that the engine itself has something to say about. */
export const ENGINE_ERROR_CODE = 4466;

/** What stands beside that code instead of words; the words are in {@link EngineErrorData}. */
export const ENGINE_ERROR_MESSAGE = 'An error happened. Check the data field for details.';

/** The `data` of such an error. */
export interface EngineErrorData {
  readonly is_panic: boolean;
  readonly message: string;
  readonly meta?: Readonly<Record<string, unknown>> | null;
  /** Prisma's code, such as `P3018`. */
  readonly error_code?: string | null;
}

/** The request of an engine's own by which `diff` hands over its text; it is answered with `{}`. */
export const PRINT_METHOD = 'print';

/** The `params` of that request. */
export interface PrintParams {
  readonly content: string;
}

/** A line of an engine's log, on its stderr. */
export interface EngineLogLine {
  readonly timestamp?: string;
  /** `INFO`, `ERROR`, … */
  readonly level: string;
  readonly target: string;
  readonly fields: {
    readonly message: string;
    readonly error_code?: string;
    readonly is_panic?: boolean;
  } & Readonly<Record<string, unknown>>;
}
