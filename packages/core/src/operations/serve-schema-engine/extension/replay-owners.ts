import type { CatalogEntry, Driver, ShadowDatabase } from '../../../database/database.js';
import type { OnEvent } from '../../../events.js';
import type { Revision, RevisionId } from '../../../revisions/revision.js';
import type { DraftPlan } from '../../make-revision/draft-revision.js';
import { NOBODY, type ReplayedEntity, replay } from '../../run/replay.js';

/** What a live database has of a revision: one that failed may have done a part. */
export type LiveState = 'applied' | 'failed' | 'pending';

/** What {@link replayOwners} replays, and where. */
export interface ReplayOwnersOptions {
  readonly extension: string;
  readonly plan: DraftPlan;
  readonly shadow: ShadowDatabase;
  readonly driver: Driver;
  readonly root: string;
  /** What the live database has of a revision. */
  readonly stateOf: (id: RevisionId) => LiveState;
  /** Whether views, functions and the like are wanted too. */
  readonly withObjects: boolean;
  readonly onEvent?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Whose is what in a replayed database, and what is there as long as something is pending. */
export interface ReplayedOwners {
  readonly creators: ReadonlyMap<string, ReplayedEntity>;
  /** What revisions of the extension have made and that is there, whatever it hangs on. */
  readonly objects: readonly CatalogEntry[];
}

/**
 * Replays revisions to know who makes what. Where one fails, that is known as far as it went: what is wrong with it shows
 * when it is run for its own sake.
 */
export async function replayOwners(options: ReplayOwnersOptions): Promise<ReplayedOwners> {
  const { extension, plan, shadow, withObjects, stateOf, signal } = options;
  let creators: ReadonlyMap<string, ReplayedEntity> = new Map();
  const objects = new Map<string, CatalogEntry>();
  /** What goes only with a revision that is not applied. */
  const going = { creators: new Map<string, ReplayedEntity>(), objects: new Set<string>() };
  const catalog = async (): Promise<readonly CatalogEntry[]> => (withObjects ? shadow.readCatalog() : []);
  for (const revisions of stretches(plan.revisions, stateOf)) {
    const isOwn = revisions[0]?.extension === extension;
    const isPending = revisions.some(({ id }) => stateOf(id) !== 'applied');
    const before = new Set(isOwn || isPending ? (await catalog()).map(keyOf) : []);
    const former = creators;
    try {
      creators = noted(former, await replay({ ...options, revisions, runs: (revision) => plan.plan.has(revision) }));
    } catch (error) {
      if (signal?.aborted === true) throw error;
      break;
    }
    const after = isOwn || isPending ? await catalog() : [];
    if (isOwn) for (const entry of after) if (!before.has(keyOf(entry))) objects.set(keyOf(entry), entry);
    if (!isPending) continue;
    const left = new Set(after.map(keyOf));
    for (const key of before) if (!left.has(key)) going.objects.add(key);
    for (const [name, entity] of former) if (!creators.has(name)) going.creators.set(name, entity);
  }
  const last = withObjects ? await stillThere(shadow) : new Set<string>();
  return {
    creators: new Map([...going.creators, ...creators]),
    objects: [...objects].filter(([key]) => last.has(key) || going.objects.has(key)).map(([, entry]) => entry),
  };
}

/** Revisions of the same extension that follow each other, those that are not applied apart. */
function stretches(
  revisions: readonly Revision[],
  stateOf: ReplayOwnersOptions['stateOf'],
): readonly (readonly Revision[])[] {
  const found: Revision[][] = [];
  for (const revision of revisions) {
    const current = found.at(-1);
    const [first] = current ?? [];
    const goesOn = first?.extension === revision.extension && stateOf(first.id) === stateOf(revision.id);
    if (goesOn) current?.push(revision);
    else found.push([revision]);
  }
  return found;
}

/** Who made what is there now. A stretch takes for nobody's what was there before it. */
function noted(
  former: ReadonlyMap<string, ReplayedEntity>,
  found: ReadonlyMap<string, ReplayedEntity>,
): ReadonlyMap<string, ReplayedEntity> {
  const creators = new Map<string, ReplayedEntity>();
  for (const [name, entity] of found) {
    const known = former.get(name);
    const isKnown = entity.creator === NOBODY && known !== undefined && known.kind === entity.kind;
    creators.set(name, isKnown ? known : entity);
  }
  return creators;
}

// A failed script may have left a transaction that takes no question.
async function stillThere(shadow: ShadowDatabase): Promise<ReadonlySet<string>> {
  await shadow.rollback();
  return new Set((await shadow.readCatalog()).map(keyOf));
}

function keyOf({ kind, name }: CatalogEntry): string {
  return JSON.stringify([kind, name]);
}
