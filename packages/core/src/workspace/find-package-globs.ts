import path from 'node:path';
import { readStats, readTextFile } from '../config/read-text-file.js';
import { parseJsonObject } from '../json/parse-json-object.js';

/** Where pnpm lists the packages of a monorepo, and holds settings. */
export const PNPM_WORKSPACE = 'pnpm-workspace.yaml';

/** What a monorepo says its packages are. */
export interface PackageGlobs {
  /** Its root, absolute. */
  readonly root: string;
  /** The file that lists them, absolute. */
  readonly file: string;
  readonly globs: readonly string[];
}

/**
 * Finds the list of packages of the monorepo that a directory is the root of, or lies in; null where there is none up to
 * the top of the repository. A list that nobody can read is none: the package manager complains of it.
 */
export async function findPackageGlobs(start: string): Promise<PackageGlobs | null> {
  for (let directory = start; ; directory = path.dirname(directory)) {
    const found = (await pnpmGlobs(directory)) ?? npmGlobs(directory);
    if (found !== null) return found;
    if (readStats(path.join(directory, '.git')) !== null || directory === path.dirname(directory)) return null;
  }
}

async function pnpmGlobs(root: string): Promise<PackageGlobs | null> {
  const file = path.join(root, PNPM_WORKSPACE);
  const text = readTextFile(file);
  if (text === null) return null;
  const { parse } = await import('yaml');
  try {
    const globs = stringsOf((parse(text) as { packages?: unknown } | null)?.packages);
    return globs === null ? null : { root, file, globs };
  } catch {
    return null;
  }
}

function npmGlobs(root: string): PackageGlobs | null {
  const file = path.join(root, 'package.json');
  const { workspaces } = parseJsonObject(readTextFile(file) ?? '') ?? {};
  // Yarn also takes an object that has the list.
  const globs = stringsOf(workspaces) ?? stringsOf((workspaces as { packages?: unknown } | null | undefined)?.packages);
  return globs === null ? null : { root, file, globs };
}

function stringsOf(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : null;
}
