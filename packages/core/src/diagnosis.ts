/** What was found where `doctor` has looked. */
export interface Diagnosis {
  /** Stable, `AREA.WHAT`: that of the check, or of the error that it has met. Every code is explained in docs/errors.md. */
  readonly code: string;
  /** `warning`: it works, and may not always. `skipped`: it could not be looked at, or does not matter here. */
  readonly status: 'ok' | 'warning' | 'error' | 'skipped';
  /** What was seen. Holds no secrets. */
  readonly message: string;
  /** The command or edit that mends it; null where nothing is wrong. */
  readonly fix: string | null;
}

/** What a diagnosis is about, in the order in which they are shown. */
export type DiagnosisGroup =
  | 'versions'
  | 'engine'
  | 'drivers'
  | 'configuration'
  | 'database'
  | 'privileges'
  | 'leftovers';
