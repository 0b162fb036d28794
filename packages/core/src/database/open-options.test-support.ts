import type { Database, OpenOptions, ShadowOptions } from './database.js';

/** How a test opens a database, unless it says otherwise. */
export function openOptions(options: Pick<OpenOptions, 'url' | 'root' | 'mode'> & Partial<OpenOptions>): OpenOptions {
  return { display: options.url, command: 'test', lockTimeoutMs: null, statementTimeoutMs: null, ...options };
}

/** How a test opens a shadow database, unless it says otherwise. */
export function shadowOptions(options: Partial<ShadowOptions> = {}): ShadowOptions {
  return { extension: 'core', shadow: 'auto', prismaUrl: null, live: null, initScript: null, root: '/', ...options };
}

/** The names of all tables, as the database gives them. */
export async function tableNames(database: Database): Promise<readonly string[]> {
  const entities = await database.listEntities();
  return entities.filter(({ kind }) => kind === 'table').map(({ name }) => name);
}
