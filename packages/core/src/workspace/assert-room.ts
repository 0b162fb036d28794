import { statfsSync } from 'node:fs';
import { OrchestrateError } from '../errors.js';

/**
 * Makes sure, as far as a disk can tell beforehand, that so many bytes fit into a directory.
 *
 * @throws OrchestrateError `FILE.NO_ROOM`
 */
export function assertRoom(directory: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(directory);
  const free = bavail * bsize;
  if (free >= bytes) return;
  throw new OrchestrateError({
    code: 'FILE.NO_ROOM',
    message: `There is no room in ${directory}: it takes ${describeBytes(bytes)}, and ${describeBytes(free)} are free. Nothing was changed.`,
    fix: 'Free some disk space, or name another place, and run the same command again.',
    meta: { directory, bytes, free },
  });
}

const UNITS: readonly string[] = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** For people: `3.4 GiB`. */
export function describeBytes(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${UNITS[power]}`;
}
