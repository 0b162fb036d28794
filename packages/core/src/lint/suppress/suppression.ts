import type { SourcePosition } from '../../findings.js';
import type { LineIndex } from '../../fragment/line-index.js';
import { type IgnoreComment, parseIgnoreComment } from './ignore-comment.js';

/** The lines of a file that a suppression is about, both included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** A comment that suppresses findings, with what it is about. */
export interface Suppression extends IgnoreComment {
  readonly where: SourcePosition;
  /** Null where it is about nothing: it stands at the end of a file, or is for the file and not at its top. */
  readonly lines: LineRange | null;
}

/** A comment of a file. */
export interface PlacedComment {
  readonly start: number;
  /** Without the signs that begin and end it. */
  readonly text: string;
}

/** What {@link placeSuppressions} works with. */
export interface PlaceOptions {
  /** Relative to the workspace root. */
  readonly file: string;
  readonly text: string;
  readonly lines: LineIndex;
  readonly comments: readonly PlacedComment[];
  /** Where the first thing stands that is no comment; null where there is none. */
  readonly firstCode: number | null;
  /** What a comment on a line of its own is about; null for nothing. */
  readonly after: (comment: PlacedComment, line: number) => LineRange | null;
}

/** The suppressions among the comments of a file: behind code for that line, on a line of their own for what follows. */
export function placeSuppressions(options: PlaceOptions): readonly Suppression[] {
  const { file, text, lines, comments, firstCode, after } = options;
  return comments.flatMap((comment): readonly Suppression[] => {
    const ignore = parseIgnoreComment(comment.text);
    if (ignore === null) return [];
    const place = lines.at(comment.start);
    const where = { file, ...place };
    if (ignore.isForFile) {
      const isAtTop = firstCode === null || comment.start < firstCode;
      return [{ ...ignore, where, lines: isAtTop ? { first: 1, last: Number.POSITIVE_INFINITY } : null }];
    }
    const before = text.slice(comment.start - place.column + 1, comment.start);
    const own = { first: place.line, last: place.line };
    return [{ ...ignore, where, lines: before.trim() === '' ? after(comment, place.line) : own }];
  });
}
