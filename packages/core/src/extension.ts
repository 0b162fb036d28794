/** The extension that every other depends on. */
export const CORE = 'core';

/** What an extension may be called (DESIGN: names become directory, table and config names). */
export const EXTENSION_NAME = /^[a-z][a-z0-9-]{0,47}$/;

/** The table that records the applied revisions of an extension; core's is the one Prisma itself uses. */
export function historyTableName(extension: string): string {
  return extension === CORE ? '_prisma_migrations' : `_prisma_migrations_${extension.replaceAll('-', '_')}`;
}
