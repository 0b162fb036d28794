import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { OnProgress } from '../../database/backups.js';

const PIECE_BYTES = 2 ** 20;

/** The SHA-256 of a file, read piece by piece. */
export async function hashFile(
  file: string,
  { onProgress, signal }: { readonly onProgress?: OnProgress | undefined; readonly signal?: AbortSignal | undefined },
): Promise<string> {
  const hash = createHash('sha256');
  let done = 0;
  const stream = createReadStream(file, { highWaterMark: PIECE_BYTES, ...(signal === undefined ? {} : { signal }) });
  for await (const piece of stream as AsyncIterable<Buffer>) {
    hash.update(piece);
    done += piece.length;
    onProgress?.(done, null);
  }
  return hash.digest('hex');
}
