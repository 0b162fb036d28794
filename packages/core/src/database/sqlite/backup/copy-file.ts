import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { OnProgress } from '../../backups.js';

const PIECE_BYTES = 2 ** 20;
const ONLY_OWNER = 0o600;

/** Copies a file into a new one, piece by piece. */
export async function copyFile(
  from: string,
  to: string,
  { onProgress, signal }: { readonly onProgress?: OnProgress | undefined; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  const total = statSync(from).size;
  let done = 0;
  const count = new Transform({
    transform(piece: Buffer, _encoding, next) {
      done += piece.length;
      onProgress?.(done, total);
      next(null, piece);
    },
  });
  const source = createReadStream(from, { highWaterMark: PIECE_BYTES });
  const target = createWriteStream(to, { flags: 'wx', mode: ONLY_OWNER });
  await pipeline(source, count, target, signal === undefined ? {} : { signal });
}
