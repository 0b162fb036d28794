// Every form that the graph of revisions takes, on real databases: whatever a database has of it, it comes to the same end.
import { describe, expect, it } from 'vitest';
import {
  closedSets,
  GRAPH_SHAPES,
  type GraphShape,
  type ShapedRevision,
} from '../packages/core/src/revisions/graph-shapes.test-support.js';
import { extensionOf, revisionNameOf } from '../packages/core/src/revisions/revision.js';
import { DATABASES } from './support/databases.js';
import { type DatabaseKind, tablesOf } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

/** So many half-applied databases are tried of each form; the unit tests plan for all that there are. */
const MAX_STATES = 5;

/** A form on disk, each of its revisions with a table that only those can make that come after what they need. */
class ShapedWorkspace {
  readonly workspace: TestWorkspace;
  readonly #shape: GraphShape;
  readonly #byId: ReadonlyMap<string, ShapedRevision>;

  private constructor(workspace: TestWorkspace, shape: GraphShape) {
    this.workspace = workspace;
    this.#shape = shape;
    this.#byId = new Map([...shape.revisions, ...shape.later].map((revision) => [revision.id, revision]));
    for (const revision of shape.revisions) this.#write(revision);
  }

  static async on(kind: DatabaseKind, shape: GraphShape): Promise<ShapedWorkspace> {
    const names = new Set([...shape.revisions, ...shape.later].map(({ id }) => extensionOf(id)));
    const fragments = Object.fromEntries([...names].map((name) => [name, '']));
    return new ShapedWorkspace(await TestWorkspace.on(kind, fragments), shape);
  }

  /** The revisions that come later, on disk or not. */
  set hasLater(isThere: boolean) {
    for (const revision of this.#shape.later) {
      const directory = this.workspace.directoryOf(revision.id);
      if (isThere) this.#write(revision);
      else if (this.workspace.has(directory)) this.workspace.remove(directory);
    }
  }

  /** Whether no extension has two branches in this: a stamp sets an extension to one revision. */
  isStraight(ids: readonly string[]): boolean {
    const followed = new Set(ids.flatMap((id) => this.#ownOf(id)));
    const heads = ids.filter((id) => !followed.has(id)).map(extensionOf);
    return new Set(heads).size === heads.length;
  }

  /** What a revision makes: of a squash, all that it folds does. */
  tablesOf(id: string): readonly string[] {
    const folded = this.#byId.get(id)?.replaces ?? [];
    return folded.length === 0 ? [`${id.replace('/', '_')}`] : folded.flatMap((each) => this.tablesOf(each));
  }

  upOf(id: string): string {
    const { after = [], replaces = [] } = this.#byId.get(id) ?? {};
    if (replaces.length > 0) return replaces.map((folded) => this.upOf(folded)).join('');
    return this.tablesOf(id)
      .map((table) => `CREATE TABLE "${table}" AS ${this.#seeing(after)};\n`)
      .join('');
  }

  /** Empties the database by way of the down scripts. */
  async revertAll(): Promise<void> {
    await this.workspace.ok('downgrade', '--all', '--target', 'base');
    expect(await tablesOf(this.workspace.database)).toEqual([]);
  }

  /** Brings an empty database to where it has just these revisions, those that come later not being there yet. */
  async reach(ids: readonly string[]): Promise<void> {
    this.hasLater = false;
    const needed = new Set(ids.flatMap((id) => this.#byId.get(id)?.after ?? []));
    for (const id of ids.filter((each) => !needed.has(each))) {
      await this.workspace.upgrade('--extension', extensionOf(id), '--target', revisionNameOf(id));
    }
    expect(await tablesOf(this.workspace.database)).toEqual(ids.flatMap((id) => this.tablesOf(id)).sort());
    this.hasLater = true;
  }

  #write({ id, after, replaces }: ShapedRevision): void {
    const own = this.#ownOf(id).map(revisionNameOf);
    this.workspace.revision(id, {
      up: this.upOf(id),
      down: this.#downOf(id),
      requires: after.filter((other) => extensionOf(other) !== extensionOf(id)),
      more: { parent: own.length > 1 ? own : (own[0] ?? null), replaces },
    });
  }

  /** The parents of a revision. */
  #ownOf(id: string): readonly string[] {
    return (this.#byId.get(id)?.after ?? []).filter((other) => extensionOf(other) === extensionOf(id));
  }

  #downOf(id: string): string {
    const { after = [], replaces = [] } = this.#byId.get(id) ?? {};
    if (replaces.length > 0)
      return replaces
        .toReversed()
        .map((folded) => this.#downOf(folded))
        .join('');
    const look = `CREATE TABLE "look" AS ${this.#seeing(after)};\nDROP TABLE "look";\n`;
    return `${look}${this.tablesOf(id)
      .map((table) => `DROP TABLE "${table}";\n`)
      .join('')}`;
  }

  /** Fails where something is not there; gives no row. */
  #seeing(ids: readonly string[]): string {
    const tables = ids.flatMap((id) => this.tablesOf(id)).map((table) => `"${table}"`);
    return `SELECT 1 AS "id"${tables.length === 0 ? '' : ` FROM ${tables.join(', ')}`} WHERE 1 = 0`;
  }
}

/** All, or some from the smallest to the largest. */
function someOf<Item>(items: readonly Item[], count: number): readonly Item[] {
  if (items.length <= count) return items;
  const picked = Array.from({ length: count }, (_, at) => Math.round((at * (items.length - 1)) / (count - 1)));
  return items.filter((_, index) => picked.includes(index));
}

const NAMED_SHAPES = GRAPH_SHAPES.map((shape) => [shape.name, shape] as const);

describe.each(DATABASES)('on $name', (on) => {
  it.each(NAMED_SHAPES)('%s', async (_, shape) => {
    const shaped = await ShapedWorkspace.on(on, shape);
    const { workspace } = shaped;
    shaped.hasLater = true;
    expect(await workspace.upgrade('--all')).toEqual(shape.fresh);
    const schema = await workspace.database.schema();
    expect(Object.keys(schema)).toHaveLength(new Set(shape.fresh.flatMap((id) => shaped.tablesOf(id))).size);
    await shaped.revertAll();

    for (const state of someOf(closedSets(shape.revisions), MAX_STATES)) {
      await shaped.reach(state);
      await workspace.upgrade('--all');
      expect(await workspace.database.schema()).toEqual(schema);
      expect(await workspace.ok('status')).toMatchObject({ isUpToDate: true });
      await shaped.revertAll();
      if (state.length === 0) continue;
      await shaped.reach(state);
      await shaped.revertAll();
    }
  });

  it.each(NAMED_SHAPES)('%s, stamped into the middle', async (_, shape) => {
    const shaped = await ShapedWorkspace.on(on, shape);
    const { workspace } = shaped;
    const states = closedSets(shape.revisions).filter((ids) => shaped.isStraight(ids));
    const middle = states[Math.floor(states.length / 2)] ?? [];
    await workspace.database.execute(middle.map((id) => shaped.upOf(id)).join(''));
    for (const id of middle) await workspace.ok('stamp', '--extension', extensionOf(id), revisionNameOf(id));
    shaped.hasLater = true;
    await workspace.upgrade('--all');
    const schema = await workspace.database.schema();
    await shaped.revertAll();
    await workspace.upgrade('--all');
    expect(await workspace.database.schema()).toEqual(schema);
  });
});
