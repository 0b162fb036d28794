/** The extension that every other depends on. */
export const CORE = 'core';

/** What an extension may be called (DESIGN: names become directory, table and config names). */
export const EXTENSION_NAME = /^[a-z][a-z0-9-]{0,47}$/;

/** The database schema of models that are given none, where others are given one. */
export const DEFAULT_NAMESPACE = 'public';

/** How every history table's name starts. */
export const HISTORY_TABLE_PREFIX = '_prisma_migrations';

/** The table that records the applied revisions of an extension; core's is the one Prisma itself uses. */
export function historyTableName(extension: string): string {
  return extension === CORE ? HISTORY_TABLE_PREFIX : `${HISTORY_TABLE_PREFIX}_${extension.replaceAll('-', '_')}`;
}
