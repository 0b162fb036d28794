import type { Driver } from '../../database/database.js';

/** A script without its comments and white space: scripts of which that is equal do the same. */
export async function meaningOf(sql: string, driver: Pick<Driver, 'readTokens'>): Promise<string> {
  const tokens = await driver.readTokens(sql);
  return tokens
    .filter(({ kind }) => kind !== 'blank' && kind !== 'comment')
    .map(({ start, end }) => sql.slice(start, end))
    .join(' ')
    .replace(/(?: ;)+$/, '');
}
