import { isUtf8 } from 'node:buffer';

/** Where the bytes come from: a pipe, or anything that gives them in chunks. */
export type ByteSource = AsyncIterable<Uint8Array | string>;

/** What V8 can hold as one string is about twice as much. */
const LONGEST_LINE_BYTES = 256 * 1024 * 1024;

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * The lines of a stream of bytes, without their ends; what comes after the last end is a line too. A line is decoded when all of it is
 * there, as a letter may be cut in two by the pipe.
 *
 * @throws RangeError where a line is longer than `longestBytes`
 */
export async function* readLines(source: ByteSource, longestBytes?: number): AsyncGenerator<string> {
  for await (const line of splitLines(source, longestBytes)) yield line.toString('utf8');
}

/** The same for whoever must not take other letters for those that were meant: null for a line that is no UTF-8. */
export async function* readTextLines(source: ByteSource, longestBytes?: number): AsyncGenerator<string | null> {
  for await (const line of splitLines(source, longestBytes)) yield isUtf8(line) ? line.toString('utf8') : null;
}

async function* splitLines(source: ByteSource, longestBytes = LONGEST_LINE_BYTES): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  let begunBytes = 0;
  const hold = (part: Buffer): void => {
    begunBytes += part.length;
    if (begunBytes > longestBytes) throw new RangeError(`a line of more than ${longestBytes} bytes`);
    begun.push(part);
  };
  for await (const chunk of source) {
    const bytes = Buffer.from(chunk);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      hold(bytes.subarray(start, end));
      start = end + 1;
      const line = joined(begun);
      begun = [];
      begunBytes = 0;
      yield line;
    }
    if (start < bytes.length) hold(bytes.subarray(start));
  }
  if (begunBytes > 0) yield joined(begun);
}

function joined(parts: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(parts);
  return bytes.subarray(0, bytes.at(-1) === RETURN ? bytes.length - 1 : bytes.length);
}
