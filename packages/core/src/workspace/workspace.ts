import type { Config } from '../config/config.js';
import type { Environment } from '../config/environment.js';
import type { PrismaConfig } from '../config/prisma-config.js';

/** A directory or npm package that owns a fragment and revisions. */
export interface Extension {
  readonly name: string;
  /** Names that it had, under which databases may still have its history. */
  readonly formerNames: readonly string[];
  /** Absolute. */
  readonly directory: string;
  /** Direct dependencies as declared; `core` is implied. Empty for core. */
  readonly dependsOn: readonly string[];
  /** The file that declares (or would declare) `dependsOn`, absolute. */
  readonly manifestPath: string;
  /** Absolute paths of the fragment's files, in code-unit order. */
  readonly fragmentPaths: readonly string[];
  /** Absolute; need not exist. */
  readonly migrationsDirectory: string;
  readonly historyTable: string;
  /** The database schema of its models and its history table; null where they go where core's go. */
  readonly namespace: string | null;
  /** The npm package it was found in, null for a directory of the workspace. */
  readonly packageName: string | null;
  /** Of that package; null where it has none. */
  readonly packageVersion: string | null;
  /** Whether a package manager has put it there: then its files are its author's, and nothing may be written to them. */
  readonly isInstalled: boolean;
}

/** The project that is orchestrated. */
export interface Workspace {
  /** Absolute path of the directory that holds the configuration. */
  readonly root: string;
  readonly config: Config;
  /** Prisma's own configuration; null where there is none. */
  readonly prismaConfig: PrismaConfig | null;
  /** The environment it was read in, with what `.env` files add to it. */
  readonly environment: Environment;
  /** `core` first, the others by name in code-unit order. */
  readonly extensions: readonly Extension[];
}
