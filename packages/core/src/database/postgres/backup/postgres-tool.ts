/** The programs that back PostgreSQL up. */
export type ToolName = 'pg_dump' | 'pg_restore';

/** A program that was found. */
export interface PostgresTool {
  readonly name: ToolName;
  /** Absolute, unless the configuration names it otherwise. */
  readonly file: string;
  /** Such as `15.18`. */
  readonly version: string;
  /** Such as 15. */
  readonly major: number;
}

/** Since this version every restore sets `transaction_timeout`, which older servers refuse. */
const SETS_TRANSACTION_TIMEOUT = 17;

/**
 * Whether a program can do its part for a server. One that is older than the server does not know all that may be in it;
 * what one that is too new writes, the server cannot read back.
 */
export function fitsServer({ major }: Pick<PostgresTool, 'major'>, serverMajor: number): boolean {
  return major >= serverMajor && (major < SETS_TRANSACTION_TIMEOUT || serverMajor >= SETS_TRANSACTION_TIMEOUT);
}

/** The one that is nearest to the server's version, of those equally near the first; null where none will do. */
export function chooseTool(tools: readonly PostgresTool[], serverMajor: number): PostgresTool | null {
  const fitting = tools.filter((tool) => fitsServer(tool, serverMajor));
  const nearest = Math.min(...fitting.map(({ major }) => major));
  return fitting.find(({ major }) => major === nearest) ?? null;
}

/** What `pg_dump --version` says: `pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`, `18beta1` or `9.6.24` included. */
export function parseToolVersion(output: string): Pick<PostgresTool, 'version' | 'major'> | null {
  const [, version, major] = /^pg_\w+ \([^)]*\) ((\d+)[\w.]*)/m.exec(output) ?? [];
  return version === undefined ? null : { version, major: Number(major) };
}
