/**
 * Why a job could not be done, as the caller must treat it:
 * `failure` (it went wrong), `usage` (the request or the configuration is wrong), `consent` (a destructive step
 * needs a yes), `interrupted` (the caller's signal ended it).
 */
export type ErrorKind = 'failure' | 'usage' | 'consent' | 'interrupted';

/** What an {@link OrchestrateError} is made of. */
export interface OrchestrateErrorParts {
  readonly code: string;
  readonly message: string;
  /** The next command or edit, as one sentence or line. */
  readonly fix: string;
  readonly kind?: ErrorKind;
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** The same in every copy of this package. */
const BRAND = Symbol.for('@prisma-orchestrate/core: error');

/**
 * The job could not be done. Every expected failure of the library is one of these; anything else that is thrown is a
 * bug.
 *
 * @example
 * ```ts
 * try {
 *   await upgrade({ cwd: process.cwd(), selection: { kind: 'extension', name: 'shop' } });
 * } catch (error) {
 *   if (error instanceof OrchestrateError) console.log(error.code); // WORKSPACE.UNKNOWN_EXTENSION
 * }
 * ```
 */
export class OrchestrateError extends Error {
  /** @internal */
  readonly [BRAND] = true;
  override readonly name = 'OrchestrateError';
  /** Stable, `AREA.WHAT`; every code is explained in docs/errors.md. */
  readonly code: string;
  readonly fix: string;
  readonly kind: ErrorKind;
  readonly meta: Readonly<Record<string, unknown>>;

  constructor(parts: OrchestrateErrorParts) {
    super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.code = parts.code;
    this.fix = parts.fix;
    this.kind = parts.kind ?? 'failure';
    this.meta = parts.meta ?? {};
  }
}

/**
 * Whether something that was thrown is an {@link OrchestrateError}, also one of another copy of this package: npm may
 * install several, and `instanceof` knows only the errors of its own.
 *
 * @example
 * ```ts
 * import { isOrchestrateError, status } from '@prisma-orchestrate/core';
 *
 * try {
 *   await status({ cwd: '/nowhere' });
 * } catch (error) {
 *   if (!isOrchestrateError(error)) throw error;
 *   console.log(error.code); // WORKSPACE.NOT_FOUND
 * }
 * ```
 */
export function isOrchestrateError(error: unknown): error is OrchestrateError {
  return error instanceof Error && BRAND in error;
}

/** Marks the branch of a union that cannot be reached; reaching it is a bug. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
