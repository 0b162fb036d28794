import type BetterSqlite3 from 'better-sqlite3';

/** How many pages a database has. */
export function pagesOf(connection: BetterSqlite3.Database): number {
  return Number(connection.pragma('page_count', { simple: true }));
}

/** How many bytes each of them has. */
export function pageSizeOf(connection: BetterSqlite3.Database): number {
  return Number(connection.pragma('page_size', { simple: true }));
}
