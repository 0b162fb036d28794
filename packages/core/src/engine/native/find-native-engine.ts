import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import type * as Internals from '@prisma/internals';
import type { Environment } from '../../config/environment.js';
import { readStats, readTextFile } from '../../config/read-text-file.js';
import { parseJsonObject } from '../../json/parse-json-object.js';
import { findPackage } from '../../workspace/find-package.js';

/** Where to look for Prisma's native schema engine. */
export interface FindNativeEngineOptions {
  /** The project whose Prisma it belongs to, absolute. */
  readonly root: string;
  readonly environment: Environment;
  /** As Prisma calls this platform, such as `debian-openssl-3.0.x`; found out unless given. */
  readonly target?: string;
}

/** An engine, or the places where there was none. */
export type FoundEngine =
  | { readonly kind: 'found'; readonly binary: string }
  | { readonly kind: 'none'; readonly places: readonly string[] };

/**
 * Looks for a schema engine where Prisma 7 does: what `PRISMA_SCHEMA_ENGINE_BINARY` names, beside `@prisma/engines`, and in the cache
 * of downloads. Nothing is downloaded. What the variable names is taken for one, whether it is there or not.
 */
export async function findNativeEngine(options: FindNativeEngineOptions): Promise<FoundEngine> {
  const { root, environment } = options;
  const named = environment['PRISMA_SCHEMA_ENGINE_BINARY'] || environment['PRISMA_MIGRATION_ENGINE_BINARY'];
  if (named) return { kind: 'found', binary: path.resolve(root, named) };
  const target = options.target ?? (await currentTarget());
  const suffix = target === 'windows' ? '.exe' : '';
  const places: string[] = [];
  // A package manager may give Prisma's CLI engines of its own, or put them where the project finds them.
  const prisma = findPackage(root, 'prisma');
  const engines = (prisma && findPackage(prisma, '@prisma/engines')) ?? findPackage(root, '@prisma/engines');
  if (engines !== null) {
    places.push(path.join(engines, `schema-engine-${target}${suffix}`));
    const cache = cacheDirectory(environment);
    const version = versionOf(findPackage(engines, '@prisma/engines-version'));
    if (version !== null) places.push(path.join(cache, 'master', version, target, `schema-engine${suffix}`));
  }
  const binary = places.find((place) => readStats(place)?.isFile());
  return binary === undefined ? { kind: 'none', places } : { kind: 'found', binary };
}

/** Detected as Prisma does, by the system's release and its OpenSSL. */
function currentTarget(): Promise<string> {
  const { getBinaryTargetForCurrentPlatform } = createRequire(import.meta.url)('@prisma/internals') as typeof Internals;
  return getBinaryTargetForCurrentPlatform();
}

/** Where Prisma keeps what it has downloaded. */
function cacheDirectory(environment: Environment): string {
  const { APPDATA, XDG_CACHE_HOME } = environment;
  if (process.platform === 'win32' && APPDATA) return path.join(APPDATA, 'Prisma');
  if (environment['AWS_LAMBDA_FUNCTION_VERSION']) return '/tmp/prisma-download';
  return XDG_CACHE_HOME ? path.join(XDG_CACHE_HOME, 'prisma') : path.join(homedir(), '.cache/prisma');
}

/** The commit that the engines were built from. */
function versionOf(directory: string | null): string | null {
  if (directory === null) return null;
  const manifest = parseJsonObject(readTextFile(path.join(directory, 'package.json')) ?? '');
  const { enginesVersion } = (manifest?.['prisma'] ?? {}) as { enginesVersion?: unknown };
  return typeof enginesVersion === 'string' ? enginesVersion : null;
}
