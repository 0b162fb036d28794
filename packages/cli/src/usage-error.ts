/** The command line is wrong. Has the parts of an OrchestrateError without loading the library for it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code: string;
  readonly fix: string;
  readonly meta: Readonly<Record<string, unknown>>;

  constructor(parts: {
    readonly code: string;
    readonly message: string;
    readonly fix: string;
    readonly meta?: Readonly<Record<string, unknown>>;
  }) {
    super(parts.message);
    this.code = parts.code;
    this.fix = parts.fix;
    this.meta = parts.meta ?? {};
  }
}
