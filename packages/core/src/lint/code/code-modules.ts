/** Clients that send SQL, by their packages, with the methods that take it. */
export const SQL_CLIENTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['@libsql/client', ['batch', 'execute', 'executeMultiple', 'migrate']],
  ['@neondatabase/serverless', ['query']],
  ['@vercel/postgres', ['query']],
  ['better-sqlite3', ['exec', 'prepare']],
  ['bun:sqlite', ['exec', 'prepare', 'query', 'run']],
  ['mysql2', ['execute', 'query']],
  ['mysql2/promise', ['execute', 'query']],
  ['node:sqlite', ['exec', 'prepare']],
  ['pg', ['query']],
  ['postgres', ['unsafe']],
  ['sqlite', ['all', 'exec', 'get', 'prepare', 'run']],
  ['sqlite3', ['all', 'exec', 'get', 'prepare', 'run']],
]);

/** Packages that start other programs. */
export const PROCESS_MODULES: ReadonlySet<string> = new Set([
  'bun',
  'child_process',
  'cross-spawn',
  'dax-sh',
  'execa',
  'nano-spawn',
  'node:child_process',
  'shelljs',
  'tinyexec',
  'zx',
]);
