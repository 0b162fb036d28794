import type { CatalogEntry, Driver, ShadowDatabase } from '../../../database/database.js';
import type { OnEvent } from '../../../events.js';
import type { Revision } from '../../../revisions/revision.js';
import type { DraftPlan } from '../../make-revision/draft-revision.js';
import { NOBODY, type ReplayedEntity, replay } from '../../run/replay.js';

/** What {@link replayOwners} replays, and where. */
export interface ReplayOwnersOptions {
  readonly extension: string;
  readonly plan: DraftPlan;
  readonly shadow: ShadowDatabase;
  readonly driver: Driver;
  readonly root: string;
  /** Whether views, functions and the like are wanted too. */
  readonly withObjects: boolean;
  readonly onEvent?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Whose is what in a replayed database. */
export interface ReplayedOwners {
  readonly creators: ReadonlyMap<string, ReplayedEntity>;
  /** What revisions of the extension have made and that is there at the end, whatever it hangs on. */
  readonly objects: readonly CatalogEntry[];
}

/**
 * Replays revisions to know who makes what. Where one fails, that is known as far as it went: what is wrong with it shows
 * when it is run for its own sake.
 */
export async function replayOwners(options: ReplayOwnersOptions): Promise<ReplayedOwners> {
  const { extension, plan, shadow, withObjects, signal } = options;
  const creators = new Map<string, ReplayedEntity>();
  const objects = new Map<string, CatalogEntry>();
  const catalog = async (): Promise<readonly CatalogEntry[]> => (withObjects ? shadow.readCatalog() : []);
  for (const revisions of stretches(plan.revisions)) {
    const isOwn = revisions[0]?.extension === extension;
    const before = new Set(isOwn ? (await catalog()).map(keyOf) : []);
    try {
      note(creators, await replay({ ...options, revisions, runs: (revision) => plan.plan.has(revision) }));
    } catch (error) {
      if (signal?.aborted === true) throw error;
      break;
    }
    if (isOwn) for (const entry of await catalog()) if (!before.has(keyOf(entry))) objects.set(keyOf(entry), entry);
  }
  const last = withObjects ? await stillThere(shadow) : new Set<string>();
  return { creators, objects: [...objects].filter(([key]) => last.has(key)).map(([, entry]) => entry) };
}

/** Revisions of the same extension that follow each other. */
function stretches(revisions: readonly Revision[]): readonly (readonly Revision[])[] {
  const found: Revision[][] = [];
  for (const revision of revisions) {
    const current = found.at(-1);
    if (current?.[0]?.extension === revision.extension) current.push(revision);
    else found.push([revision]);
  }
  return found;
}

/** A stretch takes for nobody's what was there before it. */
function note(creators: Map<string, ReplayedEntity>, found: ReadonlyMap<string, ReplayedEntity>): void {
  for (const [name, entity] of found) {
    const known = creators.get(name);
    if (entity.creator !== NOBODY || known === undefined || known.kind !== entity.kind) creators.set(name, entity);
  }
  for (const name of creators.keys()) if (!found.has(name)) creators.delete(name);
}

// A failed script may have left a transaction that takes no question.
async function stillThere(shadow: ShadowDatabase): Promise<ReadonlySet<string>> {
  await shadow.rollback();
  return new Set((await shadow.readCatalog()).map(keyOf));
}

function keyOf({ kind, name }: CatalogEntry): string {
  return JSON.stringify([kind, name]);
}
