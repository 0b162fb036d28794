import path from 'node:path';
import { compareCodeUnits } from '../../compare.js';
import { readDirectory, readTextFile } from '../../config/read-text-file.js';
import { isJsonObject, parseJsonObject } from '../../json/parse-json-object.js';
import { type InstalledPackage, installedPackage, OWN_DIRECTORY, versionIn } from '../run/installed-package.js';
import type { EngineBuild, FoundVersion, NeededPackage, VersionFacts } from './version-facts.js';

/** Where to look. */
export interface ReadVersionFactsOptions {
  /** The workspace, or where it should be. */
  readonly root: string;
  /** Directories of extensions, absolute: each may have packages of its own. */
  readonly extensions: readonly string[];
  readonly isClientWanted: boolean;
  readonly add: VersionFacts['add'];
}

const CORE_PACKAGE = '@prisma-orchestrate/core';
const CLI_PACKAGE = 'prisma-orchestrate';

/** What should be of one version everywhere in a repository. */
const SHARED: readonly string[] = ['prisma', '@prisma/client', CORE_PACKAGE];

/** Reads the versions of all packages that have to fit together. Loads none of them. */
export function readVersionFacts(options: ReadVersionFactsOptions): VersionFacts {
  const { root, extensions, isClientWanted, add } = options;
  const prisma = installedPackage(root, 'prisma');
  const cli = installedPackage(root, CLI_PACKAGE);
  const places = [root, ...extensions];
  return {
    node: process.versions.node,
    nodeRanges: {
      ...nodeRange(CORE_PACKAGE, OWN_DIRECTORY),
      ...(prisma === null ? {} : nodeRange('prisma', prisma.directory)),
    },
    prisma,
    client: installedPackage(root, '@prisma/client'),
    isClientWanted,
    adapters: readAdapters(root),
    engines: { prisma: prisma === null ? null : engineOfPrisma(prisma), own: ownEngine() },
    needed: [...neededBy(CORE_PACKAGE, OWN_DIRECTORY), ...(cli === null ? [] : neededBy(CLI_PACKAGE, cli.directory))],
    copies: Object.fromEntries(
      SHARED.map((name) => [name, versionsOf(name, places)] as const).filter(([, found]) => found.length > 1),
    ),
    core: { version: versionIn(OWN_DIRECTORY), directory: OWN_DIRECTORY },
    installed: { core: installedPackage(root, CORE_PACKAGE), cli },
    add,
  };
}

function packageJson(directory: string): Readonly<Record<string, unknown>> {
  return parseJsonObject(readTextFile(path.join(directory, 'package.json')) ?? '') ?? {};
}

function nodeRange(name: string, directory: string): Readonly<Record<string, string>> {
  const { engines } = packageJson(directory);
  const range = isJsonObject(engines) ? engines['node'] : undefined;
  return typeof range === 'string' ? { [name]: range } : {};
}

function readAdapters(root: string): Readonly<Record<string, string | null>> {
  const names = namesIn(path.join(root, 'node_modules', '@prisma')).filter((name) => name.startsWith('adapter-'));
  return Object.fromEntries(
    names.map((name) => [`@prisma/${name}`, installedPackage(root, `@prisma/${name}`)?.version ?? null]),
  );
}

function namesIn(directory: string): readonly string[] {
  try {
    return (readDirectory(directory) ?? []).map(({ name }) => name).sort(compareCodeUnits);
  } catch {
    // Nobody can use what is in there either.
    return [];
  }
}

/** The build has a version of its own, which need not be that of the release: 7.10.1 has engines `8.1.0-1.<commit>`. */
function engineOfPrisma({ directory }: InstalledPackage): EngineBuild | null {
  const engines = installedPackage(directory, '@prisma/engines');
  if (engines?.version == null) return null;
  const build = installedPackage(engines.directory, '@prisma/engines-version')?.version ?? null;
  return { release: engines.version, commit: commitOf(build) };
}

function ownEngine(): EngineBuild | null {
  const version = installedPackage(OWN_DIRECTORY, '@prisma/schema-engine-wasm')?.version ?? null;
  return version === null ? null : { release: version.replace(/-.*$/, ''), commit: commitOf(version) };
}

function commitOf(version: string | null): string | null {
  return /[0-9a-f]{40}$/.exec(version ?? '')?.[0] ?? null;
}

function neededBy(by: string, directory: string): readonly NeededPackage[] {
  const json = packageJson(directory);
  return (['dependencies', 'optionalDependencies'] as const).flatMap((key) => {
    const ranges = json[key];
    if (!isJsonObject(ranges)) return [];
    return Object.entries(ranges).flatMap(([name, range]) =>
      // Others (workspace:*, file:, git) name no version.
      typeof range === 'string' && /^[\d^~<>=*v]/.test(range)
        ? [
            {
              by,
              name,
              range,
              version: installedPackage(directory, name)?.version ?? null,
              isOptional: key === 'optionalDependencies',
            },
          ]
        : [],
    );
  });
}

/** One place for each version. */
function versionsOf(name: string, places: readonly string[]): readonly FoundVersion[] {
  const found = places.flatMap((place) => installedPackage(place, name) ?? []);
  return found.filter(({ version }, at) => found.findIndex((other) => other.version === version) === at);
}
