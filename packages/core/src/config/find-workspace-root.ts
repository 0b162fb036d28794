import type { Dirent } from 'node:fs';
import path from 'node:path';
import { OrchestrateError } from '../errors.js';
import { CONFIG_PLACES } from './config-places.js';
import { EXTENSIONS_DIRECTORY } from './defaults.js';
import { findPrismaConfig } from './find-prisma-config.js';
import { packageKeyKind, parsePackageKey } from './package-key.js';
import { readPackagePrismaConfig } from './package-prisma-config.js';
import { errorCode, readDirectory, readStats, readTextFile } from './read-text-file.js';

/** Where the workspace is, and the configuration files in it. */
export interface WorkspaceRoot {
  /** Absolute. */
  readonly root: string;
  /** Absolute; null where there is no orchestrate configuration. */
  readonly configFile: string | null;
  /** Absolute; null where there is no Prisma configuration. */
  readonly prismaConfigFile: string | null;
}

/** Where to look. */
export interface FindWorkspaceRootOptions {
  /** This directory and those above it, up to the one that holds `.git`. */
  readonly cwd: string;
  /** A configuration file, whose directory then is the root; relative to `cwd`. */
  readonly configPath?: string | undefined;
}

/**
 * Finds the workspace: the nearest directory with an orchestrate configuration, else the nearest with a Prisma
 * configuration, in a file of its own or, as Prisma 6 has it, in package.json, else the nearest with a schema in
 * `prisma/`. An extension may have any of the latter two itself, so a directory in the `extensions` of a workspace is
 * never taken for one.
 *
 * @throws OrchestrateError `WORKSPACE.NOT_FOUND`, `CONFIG.NOT_FOUND`, `CONFIG.SEVERAL_FILES`, `FILE.UNREADABLE`
 */
export function findWorkspaceRoot({ cwd, configPath }: FindWorkspaceRootOptions): WorkspaceRoot {
  if (configPath !== undefined) return rootOf(path.resolve(cwd, configPath));
  const levels = readLevels(path.resolve(cwd));
  for (const level of levels) {
    const [file, ...others] = configFilesIn(level, 'config');
    if (others.length > 0) throw severalFiles([file as string, ...others]);
    if (file !== undefined) return { root: level.directory, configFile: file, prismaConfigFile: prismaConfigIn(level) };
  }
  const tiers: readonly ((level: Level) => boolean)[] = [
    (level) => configFilesIn(level, 'empty').length > 0,
    (level) => prismaConfigIn(level) !== null || hasPackageSchema(level),
    hasSchema,
  ];
  for (const isRoot of tiers) {
    const index = levels.findIndex(isRoot);
    const nearest = levels[index];
    if (nearest === undefined) continue;
    const above = levels[index + 2];
    const isExtension =
      above !== undefined &&
      path.basename(path.dirname(nearest.directory)) === EXTENSIONS_DIRECTORY &&
      tiers.some((isAnyRoot) => isAnyRoot(above));
    const level = isExtension ? above : nearest;
    const [configFile = null] = configFilesIn(level, 'empty');
    return { root: level.directory, configFile, prismaConfigFile: prismaConfigIn(level) };
  }
  throw workspaceNotFound(levels.map(({ directory }) => directory));
}

function rootOf(configFile: string): WorkspaceRoot {
  if (!(readStats(configFile)?.isFile() ?? false)) throw configNotFound(configFile);
  const root = path.dirname(configFile);
  const entries = readDirectory(root) ?? [];
  return { root, configFile, prismaConfigFile: prismaConfigIn({ directory: root, entries: byName(entries) }) };
}

/** One directory on the way up. */
interface Level {
  readonly directory: string;
  readonly entries: ReadonlyMap<string, Dirent>;
}

function readLevels(start: string): readonly Level[] {
  const levels: Level[] = [];
  for (let directory = start; ; directory = path.dirname(directory)) {
    const entries = directory === start ? readStart(directory) : readAbove(directory);
    // A directory that may be passed through but not listed ends the search as the file system's root does.
    if (entries === null) return levels;
    levels.push({ directory, entries: byName(entries) });
    if (levels.at(-1)?.entries.has('.git') || directory === path.dirname(directory)) return levels;
  }
}

function readStart(directory: string): readonly Dirent[] {
  const entries = readDirectory(directory);
  if (entries !== null) return entries;
  throw new OrchestrateError({
    kind: 'usage',
    code: 'WORKSPACE.NOT_FOUND',
    message: `There is no directory ${directory}.`,
    fix: 'Give the directory of an existing workspace with --cwd.',
    meta: { directories: [directory] },
  });
}

function readAbove(directory: string): readonly Dirent[] | null {
  try {
    return readDirectory(directory);
  } catch (error) {
    const code = error instanceof OrchestrateError ? errorCode(error.cause) : null;
    if (code === 'EACCES' || code === 'EPERM') return null;
    throw error;
  }
}

function byName(entries: readonly Dirent[]): ReadonlyMap<string, Dirent> {
  return new Map(entries.map((entry) => [entry.name, entry]));
}

/** The orchestrate configurations in a directory: those with content, or those that are an empty key of package.json. */
function configFilesIn({ directory, entries }: Level, kind: 'config' | 'empty'): readonly string[] {
  return CONFIG_PLACES.filter((place) => {
    const entry = entries.get(place);
    if (entry === undefined || entry.isDirectory()) return false;
    if (place !== 'package.json') return kind === 'config';
    const key = parsePackageKey(readTextFile(path.join(directory, place)) ?? '');
    if (key.kind === 'absent') return false;
    return (key.kind === 'invalid-json' ? 'config' : packageKeyKind(key.value)) === kind;
  }).map((place) => path.join(directory, place));
}

function prismaConfigIn({ directory, entries }: Level): string | null {
  return findPrismaConfig(directory, entries.keys());
}

function hasPackageSchema({ directory, entries }: Level): boolean {
  return entries.get('package.json')?.isFile() === true && readPackagePrismaConfig(directory) !== null;
}

function hasSchema({ directory, entries }: Level): boolean {
  const folder = path.join(directory, 'prisma');
  if (!entries.has('prisma') || !(readStats(folder)?.isDirectory() ?? false)) return false;
  return (readDirectory(folder) ?? []).some(({ name }) => name.endsWith('.prisma') && !name.startsWith('.'));
}

function workspaceNotFound(directories: readonly string[]): OrchestrateError {
  const [first, ...above] = directories;
  const where = above.length === 0 ? `${first}` : `${first} or any directory up to ${above.at(-1)}`;
  return new OrchestrateError({
    kind: 'usage',
    code: 'WORKSPACE.NOT_FOUND',
    message: `There is no orchestrate configuration, no prisma.config.ts and no prisma/schema.prisma in ${where}.`,
    fix: 'Run `orchestrate init` in the root of the project, or name the workspace with --cwd or --config.',
    meta: { directories },
  });
}

function configNotFound(file: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'CONFIG.NOT_FOUND',
    message: `There is no configuration file ${file}.`,
    fix: 'Correct --config, or leave it out to have the configuration found.',
    meta: { file },
  });
}

function severalFiles(files: readonly string[]): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'CONFIG.SEVERAL_FILES',
    message: `More than one file configures the workspace: ${files.join(', ')}.`,
    fix: 'Keep one of them; only one can count.',
    meta: { files },
  });
}
