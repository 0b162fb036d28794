import type { LintSeverity } from '../lint/lint-rule.js';
import type { Hooks } from './hooks.js';

/** A URL in Prisma's form and where it was found. */
export interface DatabaseUrl {
  /** With its secrets; never to be printed. */
  readonly url: string;
  /** The same with the password replaced, for people. */
  readonly display: string;
  readonly source: 'list' | 'option' | 'orchestrate config' | 'prisma config' | 'schema' | 'environment' | 'default';
  /** Base of a relative path in the URL, absolute: the directory of Prisma's config for its URL, else the root. */
  readonly base: string;
}

/** Findings of one rule that are left out. */
export interface LintException {
  readonly rule: string;
  /** A file or a glob relative to the workspace root, an extension, or `extension/revision`. */
  readonly path: string;
  readonly reason: string;
}

/** The orchestrate configuration with every default filled in. */
export interface Config {
  /** Absolute path of the file it was read from; null where defaults served. */
  readonly file: string | null;
  /** Names, paths, globs or npm package names; null where nothing was listed. */
  readonly extensions: readonly string[] | null;
  /** Whether the list comes from ORCHESTRATE_EXTENSIONS, from the configuration, or from nowhere. */
  readonly extensionsFrom: 'environment' | 'config' | 'none';
  readonly autoDiscover: boolean;
  /** Relative to the workspace root. */
  readonly extensionsDir: string;
  readonly core: {
    /** Schema file or folder, relative to the workspace root. */
    readonly schema: string;
    /** Folder of the core revisions, relative to the workspace root. */
    readonly migrations: string;
    /** The database schema of core's models once some extension has one of its own; null for the usual one. */
    readonly namespace: string | null;
  };
  readonly datasource: {
    /** With its secrets; never to be printed. Null where the configuration names none. */
    readonly url: string | null;
    /** How long a statement of a revision waits for a lock on a table; null for the server's own limit. */
    readonly lockTimeoutMs: number | null;
    /** How long a statement of a revision may run; null for the server's own limit. */
    readonly statementTimeoutMs: number | null;
  };
  /** Folder of the composed schema, relative to the workspace root. */
  readonly output: string;
  readonly shadow: 'auto' | 'server' | 'embedded' | { readonly url: string };
  readonly hooks: Hooks;
  readonly backup: {
    /** Whether any run may make one without being asked to. */
    readonly enabled: boolean;
    /** Whether the database is backed up before revisions are applied or reverted. */
    readonly beforeMigrate: boolean;
    /** Folder of the backups, relative to the workspace root. */
    readonly location: string;
    /** How many of one database are kept. */
    readonly keepCount: number;
    /** Whether the values of all rows are summed up in the manifest. */
    readonly checksums: boolean;
    /** PostgreSQL: paths of the programs, absolute; null where they are looked for. */
    readonly pgDump: string | null;
    readonly pgRestore: string | null;
  };
  readonly lint: {
    /** By finding code: for rules of the migration standard, and for findings that are not errors. */
    readonly severities: Readonly<Record<string, LintSeverity>>;
    /** The version of the migration standard; null for the latest. */
    readonly standard: number | null;
    /** A revision or a timestamp: of all extensions, or by extension. Earlier revisions are not linted. */
    readonly startAfter: string | Readonly<Record<string, string>>;
    readonly ignore: readonly LintException[];
    /** What the names of tables begin with, by extension; null for nothing. */
    readonly prefix: Readonly<Record<string, string | null>>;
  };
}
