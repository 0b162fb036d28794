/** A question with a few answers; the first is the one to begin with. */
export interface Choice<Value extends string> {
  readonly question: string;
  readonly answers: readonly Answer<Value>[];
}

/** One answer, and how it is shown. */
interface Answer<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

/** The answers as the library takes them. */
export function toOptions(answers: readonly Answer<string>[]): { value: string; label: string }[] {
  return answers.map(({ value, label }) => ({ value, label }));
}
