import path from 'node:path';
import { readStats, readTextFile } from '../../config/read-text-file.js';
import { globMatches } from '../../workspace/expand-glob.js';

/** The packages that one package manager installs together. */
export interface Monorepo {
  /** Absolute. */
  readonly root: string;
  /** How one package says that it wants another of them, and whatever version that has; null for the version itself. */
  readonly protocol: 'workspace:*' | null;
  /** The command that installs them. */
  readonly install: string;
  /** Whether a directory, there or not, is that of one of the packages. */
  readonly covers: (directory: string) => boolean;
  /** The file with the globs of its packages. */
  readonly file: string;
}

/** Finds the monorepo that a directory is the root of, or lies in; null where there is none. */
export async function readMonorepo(start: string): Promise<Monorepo | null> {
  for (let directory = start; ; directory = path.dirname(directory)) {
    const found = await packagesOf(directory);
    if (found !== null) return toMonorepo(directory, found);
    if (readStats(path.join(directory, '.git')) !== null || directory === path.dirname(directory)) return null;
  }
}

interface PackageGlobs {
  readonly file: string;
  readonly globs: readonly string[];
}

async function packagesOf(directory: string): Promise<PackageGlobs | null> {
  const pnpm = path.join(directory, 'pnpm-workspace.yaml');
  const yaml = readTextFile(pnpm);
  if (yaml !== null) {
    const { parse } = await import('yaml');
    const listed = stringsOf(quietly(() => (parse(yaml) as { packages?: unknown } | null)?.packages));
    if (listed !== null) return { file: pnpm, globs: listed };
  }
  const file = path.join(directory, 'package.json');
  const { workspaces } = parsePackage(readTextFile(file));
  const globs = stringsOf(workspaces) ?? stringsOf((workspaces as { packages?: unknown } | undefined)?.packages);
  return globs === null ? null : { file, globs };
}

async function toMonorepo(root: string, { file, globs }: PackageGlobs): Promise<Monorepo> {
  const { detect } = await import('package-manager-detector/detect');
  const found = await detect({ cwd: root });
  const name = path.basename(file) === 'pnpm-workspace.yaml' ? 'pnpm' : (found?.name ?? 'npm');
  const isBerry = found?.agent === 'yarn@berry';
  return {
    root,
    protocol: name === 'pnpm' || name === 'bun' || isBerry ? 'workspace:*' : null,
    install: `${name} install`,
    covers: (directory) =>
      globs.some((glob) => !glob.startsWith('!') && globMatches(root, glob, directory)) &&
      !globs.some((glob) => glob.startsWith('!') && globMatches(root, glob.slice(1), directory)),
    file,
  };
}

/** What a package.json says; nothing where it is missing or no JSON, which others complain of. */
export function parsePackage(text: string | null): Readonly<Record<string, unknown>> {
  const value: unknown = text === null ? null : quietly(() => JSON.parse(text));
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function quietly(parse: () => unknown): unknown {
  try {
    return parse();
  } catch {
    return null;
  }
}

function stringsOf(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : null;
}
