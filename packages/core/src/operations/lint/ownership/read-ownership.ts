import { compose } from '../../../composition/compose.js';
import type { OwnedEntity } from '../../../composition/composition.js';
import type { Driver } from '../../../database/database.js';
import type { Revision, RevisionId } from '../../../revisions/revision.js';
import { readDownScript } from '../../../workspace/read-down-script.js';
import type { LintContext } from '../lint-context.js';
import { type ForeignTouch, foreignTouches, type PlacedTouch } from './foreign-touches.js';
import { type MadeObject, ObjectOwners } from './object-owners.js';

/** What the scripts of all revisions say of who owns what. */
export interface Ownership {
  /** What revisions touch of others, in plan order. */
  readonly foreign: readonly { readonly revision: Revision; readonly touches: readonly ForeignTouch[] }[];
  /** What the scripts of every revision touch, whoever owns it, by its id. */
  readonly touches: ReadonlyMap<RevisionId, readonly PlacedTouch[]>;
  /** What is there in the end. */
  readonly made: readonly MadeObject[];
  /** What the fragments hold. */
  readonly entities: readonly OwnedEntity[];
}

/** Reads all scripts, without running any. Several checks go by it. */
export function readOwnership(context: LintContext): Promise<Ownership> {
  const known = read.get(context) ?? readAll(context);
  read.set(context, known);
  return known;
}

const read = new WeakMap<LintContext, Promise<Ownership>>();

async function readAll({ open, sources, driver }: LintContext): Promise<Ownership> {
  const { graph, workspace } = open;
  const { entities } = compose(sources);
  if (driver === null) return { foreign: [], touches: new Map(), made: [], entities };
  const defaultSchema = workspace.config.core.namespace;
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
  for (const revision of graph.order) {
    const touches = await touchesOf(revision, { driver, defaultSchema });
    all.set(revision.id, touches);
    const found = foreignTouches({ revision, touches }, owners);
    if (found.length > 0) foreign.push({ revision, touches: found });
  }
  return { foreign, touches: all, made: owners.made, entities };
}

async function touchesOf(
  revision: Revision,
  { driver, defaultSchema }: { readonly driver: Driver; readonly defaultSchema: string },
): Promise<readonly PlacedTouch[]> {
  const up = await placedTouches(revision.sql, 'up');
  const down = await readDownScript(revision);
  return down === null ? up : [...up, ...(await placedTouches(down, 'down'))];

  async function placedTouches(sql: string, script: PlacedTouch['script']): Promise<readonly PlacedTouch[]> {
    const statements = await driver.parseScript(sql);
    const touches = await driver.readTouches(statements, defaultSchema);
    return statements.flatMap(({ line }, index) => (touches[index] ?? []).map((touch) => ({ touch, script, line })));
  }
}
