/**
 * One value inside a result. `path` reads as one would write it: `findings[].where.line`.
 *
 * `type` is a union of `string`, `integer`, `number`, `boolean`, `date` (ISO 8601, UTC), `object`, `null`, string
 * literals such as `'applied'`, and lists of these (`string[]`, `object[]`). `any object` is one whose keys are not
 * listed.
 */
export interface ResultField {
  readonly path: string;
  readonly type: string;
  readonly means: string;
  /** Whether some results lack it. */
  readonly optional?: boolean;
}

/** The documented shape of `result` in a command's JSON document; docs and tests are made of it. */
export interface ResultDocument {
  readonly fields: readonly ResultField[];
  readonly example: unknown;
  /** What the command returns instead with one of its options. */
  readonly variant?: { readonly option: string; readonly document: ResultDocument };
}

/** Types the example by the library's own result. */
export function documentResult<Result>(document: {
  readonly fields: readonly ResultField[];
  readonly example: Result;
}): ResultDocument {
  return document;
}
