import { statSync } from 'node:fs';
import path from 'node:path';
import { errorCode, unreadable } from './read-text-file.js';

const EXTENSIONS = ['.js', '.ts', '.mjs', '.cjs', '.mts', '.cts'];
const LEGACY_NAMES = ['prisma.config', '.config/prisma', '.config/prisma.config'];

/** Where Prisma 7.10 looks for its configuration, in its order. */
const CANDIDATES: readonly string[] = [
  ...EXTENSIONS.map((extension) => `prisma7.config${extension}`),
  ...EXTENSIONS.map((extension) => `.config/prisma7${extension}`),
  ...LEGACY_NAMES.flatMap((name) => [
    ...EXTENSIONS.map((extension) => `${name}${extension}`),
    ...EXTENSIONS.map((extension) => `${name}/index${extension}`),
  ]),
];

/** The first entries of {@link CANDIDATES}, to know from a listing whether it is worth looking. */
const FIRST_SEGMENTS = new Set(CANDIDATES.map((candidate) => candidate.split('/', 1)[0] ?? candidate));

/**
 * Prisma's configuration file in a directory, as Prisma itself finds it; it never looks in the directories above.
 *
 * @param entries the names in the directory
 * @returns its absolute path, null where there is none
 */
export function findPrismaConfig(directory: string, entries: Iterable<string>): string | null {
  const present = new Set([...entries].filter((entry) => FIRST_SEGMENTS.has(entry)));
  for (const candidate of CANDIDATES) {
    if (!present.has(candidate.split('/', 1)[0] ?? candidate)) continue;
    const file = path.join(directory, candidate);
    if (isFile(file)) return file;
  }
  return null;
}

function isFile(file: string): boolean {
  try {
    return statSync(file).isFile();
  } catch (error) {
    const code = errorCode(error);
    // As in Prisma, a file in place of a folder means that nothing is in it.
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw unreadable(file, error);
  }
}
