import type { Database } from '../../database/database.js';

/** Does something that leaves foreign keys as they are, in a transaction of its own; whatever fails takes all of it back. */
export async function inTransaction(database: Database, work: () => Promise<void>): Promise<void> {
  try {
    await database.begin();
    await work();
    await database.commit({ verify: false });
  } catch (error) {
    await database.rollback();
    throw error;
  }
}
