import { compose } from '../../../composition/compose.js';
import type { OwnedEntity } from '../../../composition/composition.js';
import type { Driver } from '../../../database/database.js';
import { DEFAULT_NAMESPACE } from '../../../extension.js';
import type { Revision, RevisionId } from '../../../revisions/revision.js';
import { readDownScript } from '../../../workspace/read-down-script.js';
import type { LintContext } from '../lint-context.js';
import { type ForeignTouch, foreignTouches, type PlacedTouch } from './foreign-touches.js';
import { type MadeObject, ObjectOwners } from './object-owners.js';
import { type Reach, reachOf } from './reach-of.js';

/** What the scripts of all revisions say of who owns what. */
export interface Ownership {
  /** What revisions touch of others, in plan order. */
  readonly foreign: readonly { readonly revision: Revision; readonly touches: readonly ForeignTouch[] }[];
  /** What the scripts of every revision touch, whoever owns it, by its id. */
  readonly touches: ReadonlyMap<RevisionId, readonly PlacedTouch[]>;
  /** How far the way up of every revision says itself what it does, by its id. */
  readonly reaches: ReadonlyMap<RevisionId, Reach>;
  /** What is there in the end. */
  readonly made: readonly MadeObject[];
  /** What the fragments hold. */
  readonly entities: readonly OwnedEntity[];
}

/** Reads all scripts, without running any. Several checks go by it. */
export function readOwnership(context: LintContext): Promise<Ownership> {
  const ownership = known.get(context) ?? readAll(context);
  known.set(context, ownership);
  return ownership;
}

const known = new WeakMap<LintContext, Promise<Ownership>>();

async function readAll({ open, sources, driver }: LintContext): Promise<Ownership> {
  const { graph, workspace } = open;
  const { entities } = compose(sources);
  if (driver === null) return { foreign: [], touches: new Map(), reaches: new Map(), made: [], entities };
  const defaultSchema = workspace.config.core.namespace ?? DEFAULT_NAMESPACE;
  // Before a table was adopted its fragment was another's.
  const adopted = new Set(graph.order.flatMap(({ adopts }) => adopts));
  const holders = new Map(
    entities
      .map((entity) => [driver.entityName(entity, defaultSchema), entity.extension] as const)
      .filter(([name]) => !adopted.has(name)),
  );
  const owners = new ObjectOwners({ nameKey: driver.nameKey, holders });
  const foreign: { revision: Revision; touches: readonly ForeignTouch[] }[] = [];
  const all = new Map<RevisionId, readonly PlacedTouch[]>();
  const reaches = new Map<RevisionId, Reach>();
  for (const revision of graph.order) {
    const { touches, reach } = await readScripts(revision, { driver, defaultSchema });
    all.set(revision.id, touches);
    reaches.set(revision.id, reach);
    const found = foreignTouches({ revision, touches }, owners);
    if (found.length > 0) foreign.push({ revision, touches: found });
  }
  return { foreign, touches: all, reaches, made: owners.made, entities };
}

async function readScripts(
  revision: Revision,
  { driver, defaultSchema }: { readonly driver: Driver; readonly defaultSchema: string },
): Promise<{ readonly touches: readonly PlacedTouch[]; readonly reach: Reach }> {
  const up = await read(revision.sql, 'up');
  const downScript = await readDownScript(revision);
  const down = downScript === null ? null : await read(downScript, 'down');
  return { touches: [...up.placed, ...(down?.placed ?? [])], reach: reachOf(up.statements, up.touches) };

  async function read(sql: string, script: PlacedTouch['script']) {
    const statements = await driver.parseScript(sql);
    const touches = await driver.readTouches(statements, defaultSchema);
    const placed = statements.flatMap(({ line }, index) =>
      (touches[index] ?? []).map((touch) => ({ touch, script, line })),
    );
    return { statements, touches, placed };
  }
}
