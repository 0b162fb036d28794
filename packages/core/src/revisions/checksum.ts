import { hash } from 'node:crypto';

const PADDED_LENGTH = 64;

/**
 * The checksum of a migration script as Prisma records it: SHA-256 of its bytes, in lower-case hex. Nothing is
 * normalised first, neither line endings nor a byte order mark.
 */
export function checksum(script: string | Uint8Array): string {
  return hash('sha256', script);
}

/** A script and the checksum that a history row has for it. */
export interface ChecksumComparison {
  readonly sql: string;
  readonly recorded: string;
}

/**
 * Whether a script is the one that was recorded, by Prisma's own rule: a checkout that only changed the line endings
 * is the same script, and checksums without zero padding, as old schema engines wrote them, still count.
 */
export function matchesChecksum({ sql, recorded }: ChecksumComparison): boolean {
  const render = recorded.length === PADDED_LENGTH || recorded === '' ? padded : withoutPadding;
  return (
    render(checksum(sql)) === recorded ||
    render(checksum(sql.replaceAll('\r\n', '\n'))) === recorded ||
    render(checksum(sql.replaceAll('\n', '\r\n'))) === recorded
  );
}

function padded(hex: string): string {
  return hex;
}

/** Each byte in hex on its own, so that `0a` is `a` and `00` is `0`. */
function withoutPadding(hex: string): string {
  return hex.replaceAll(/0([0-9a-f])|([1-9a-f][0-9a-f])/g, '$1$2');
}
