/** How much a finding weighs: an `error` stops what would rely on it, the others do not. */
export type Severity = 'error' | 'warning' | 'notice';

/** A place in a file that the user wrote. */
export interface SourcePosition {
  /** Relative to the workspace root, with `/`. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units, as editors count. */
  readonly column: number;
}

/** Another place that takes part in a finding, such as the other owner of a clashing name. */
export interface RelatedPlace {
  readonly extension: string;
  readonly message: string;
  readonly where: SourcePosition | null;
}

/** A problem in what the user wrote. Returned as data, never thrown; one run collects them all. */
export interface Finding {
  /** Stable, `AREA.WHAT`; every code is explained in docs/errors.md. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** The extension whose file must change, where one is known. */
  readonly extension: string | null;
  readonly where: SourcePosition | null;
  /** The edit or command that mends it. */
  readonly fix: string;
  readonly related: readonly RelatedPlace[];
}

/**
 * Whether any finding is an error.
 *
 * @example
 * ```ts
 * const { findings } = await validate({ cwd: process.cwd() });
 * console.log(hasErrors(findings)); // false
 * ```
 */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === 'error');
}
