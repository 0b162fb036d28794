/** What a comment asks for that suppresses findings. */
export interface IgnoreComment {
  /** Whether it is about the whole file. */
  readonly isForFile: boolean;
  /** The rules that it names, as written. */
  readonly rules: readonly string[];
  /** Null where it gives none. */
  readonly reason: string | null;
}

/** What a text has to have for there to be a suppression in it. */
export const SUPPRESSION_MARK = 'orchestrate-ignore';

const MARK = /^\s*orchestrate-ignore(?<file>-file)?(?=[\s:]|$)(?<rest>[^\r\n]*)/;

/**
 * Reads `orchestrate-ignore RULE, RULE: why` and `orchestrate-ignore-file RULE: why`.
 *
 * @param text a comment without the signs that begin and end it
 * @returns null for any other comment
 */
export function parseIgnoreComment(text: string): IgnoreComment | null {
  const match = MARK.exec(text);
  if (match === null) return null;
  const { file, rest = '' } = match.groups ?? {};
  const colon = rest.indexOf(':');
  const named = colon === -1 ? rest : rest.slice(0, colon);
  const reason = colon === -1 ? '' : rest.slice(colon + 1).trim();
  return {
    isForFile: file !== undefined,
    rules: named.split(/[\s,]+/).filter((rule) => rule !== ''),
    reason: reason === '' ? null : reason,
  };
}
