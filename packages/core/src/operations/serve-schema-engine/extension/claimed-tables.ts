import type { Driver } from '../../../database/database.js';
import type { Revision } from '../../../revisions/revision.js';
import type { ReplayedEntity } from '../../run/replay.js';

/** Where and for whom to look. */
export interface ClaimedTablesOptions {
  readonly extension: string;
  /** Its own, in plan order. */
  readonly revisions: readonly Revision[];
  readonly driver: Driver;
  readonly defaultSchema: string | null;
}

/** The tables and enums that revisions say to make, told from their text: a deploy is to need no shadow database. */
export async function claimedTables({
  extension,
  revisions,
  driver,
  defaultSchema,
}: ClaimedTablesOptions): Promise<ReadonlyMap<string, ReplayedEntity>> {
  const claimed = new Map<string, ReplayedEntity>();
  for (const { sql } of revisions) {
    const touches = await driver.readTouches(await driver.parseScript(sql), defaultSchema);
    for (const { action, kind, name, to } of touches.flat()) {
      if (kind !== 'table' && kind !== 'enum') continue;
      if (action === 'dropped' || action === 'renamed') claimed.delete(name);
      const made = action === 'made' ? name : action === 'renamed' ? to : undefined;
      if (made !== undefined) claimed.set(made, { kind, name: made, creator: extension });
    }
  }
  return claimed;
}
