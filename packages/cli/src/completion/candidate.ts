/** One way to go on, the whole word with what is typed of it already. */
export interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** How a word may go on. */
export type Answer =
  | { readonly kind: 'candidates'; readonly candidates: readonly Candidate[] }
  /** The shell knows best; behind the `=` of a word that has one. */
  | { readonly kind: 'files' }
  | { readonly kind: 'directories' };

/** A few ways to go on. */
export function candidates(values: readonly string[], description = ''): Answer {
  return { kind: 'candidates', candidates: values.map((value) => ({ value, description })) };
}
