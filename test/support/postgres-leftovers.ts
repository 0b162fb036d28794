import { setTimeout as delay } from 'node:timers/promises';
import { runSql } from '../../packages/core/src/database/postgres/server.test-support.js';

/** What runs that are over must not leave on a server. */
export interface Leftovers {
  /** Advisory locks of the database. */
  readonly locks: readonly unknown[];
  /** Sessions of others in the database, by what they call themselves. */
  readonly sessions: readonly unknown[];
  /** Shadow databases of these extensions. */
  readonly shadows: readonly unknown[];
  /** Transactions that were prepared and never ended. */
  readonly prepared: readonly unknown[];
}

export const NOTHING_LEFT: Leftovers = { locks: [], sessions: [], shadows: [], prepared: [] };

/**
 * Looks for what runs have left. A session ends a moment after its client has gone, which is waited for.
 *
 * @param extensions whose shadow databases to look for; by names that no other test uses
 */
export async function readLeftovers(url: string, extensions: readonly string[] = []): Promise<Leftovers> {
  const deadline = Date.now() + 5_000;
  for (;;) {
    const leftovers = await readOnce(url, extensions);
    const isClean = Object.values(leftovers).every((found) => found.length === 0);
    if (isClean || Date.now() > deadline) return leftovers;
    await delay(20);
  }
}

async function readOnce(url: string, extensions: readonly string[]): Promise<Leftovers> {
  const names = extensions.map((name) => `'orchestrate_shadow_${name.replaceAll('-', '_')}_'`).join(', ');
  const [row] = await runSql<Leftovers>(
    url,
    `SELECT
      (SELECT coalesce(json_agg(l), '[]') FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE locktype = 'advisory' AND datname = current_database()) AS locks,
      (SELECT coalesce(json_agg(application_name || ': ' || state), '[]') FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend') AS sessions,
      (SELECT coalesce(json_agg(datname), '[]') FROM pg_database
        WHERE replace(datname, '-', '_') ^@ ANY (ARRAY[${names}]::text[])) AS shadows,
      (SELECT coalesce(json_agg(gid), '[]') FROM pg_prepared_xacts WHERE database = current_database()) AS prepared`,
  );
  if (row === undefined) throw new Error('The server said nothing.');
  return row;
}
