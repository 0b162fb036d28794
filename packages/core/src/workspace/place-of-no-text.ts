import { isUtf8 } from 'node:buffer';
import { readBytes } from '../config/read-text-file.js';

/** A place in a file that is not text as a database needs it. */
export interface PlaceOfNoText {
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

/**
 * The place of the first byte of a script that is no UTF-8, or that is zero, where a database takes the script to end:
 * UTF-16 without a byte order mark reads so. Counted in the text as an editor would show it; null where all is well.
 *
 * @param text what was read from the file
 */
export function placeOfNoText(text: string, file: string): PlaceOfNoText | null {
  // U+FFFD stands for invalid bytes and may also be meant, so then the bytes decide.
  const invalid = text.includes('\uFFFD') && isInvalid(file) ? text.indexOf('\uFFFD') : -1;
  const zero = text.indexOf('\0');
  const [at] = [invalid, zero].filter((index) => index >= 0).sort((left, right) => left - right);
  if (at === undefined) return null;
  const lines = text.slice(0, at).split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

function isInvalid(file: string): boolean {
  const bytes = readBytes(file);
  return bytes !== null && !isUtf8(bytes);
}
