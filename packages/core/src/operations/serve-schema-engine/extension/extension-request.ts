import type { Database, DatabaseEntity, DatabaseNames, Driver } from '../../../database/database.js';
import type { MigrationList, SchemaFilter } from '../../../engine/schema-engine.js';
import { type HistoryRow, historyRowState } from '../../../revisions/history-row.js';
import { type RevisionId, revisionId } from '../../../revisions/revision.js';
import type { RevisionGraph } from '../../../revisions/revision-graph.js';
import { type SquashView, viewFor } from '../../../revisions/squash-view.js';
import { isInitShadowScript } from '../../prisma/init-shadow-script.js';
import { type AppliedState, openHistory, readAppliedState } from '../../run/applied-state.js';
import { inTransaction } from '../../run/in-transaction.js';
import type { ReplayedEntity } from '../../run/replay.js';
import type { CatalogView } from './catalog-view.js';
import { claimedTables } from './claimed-tables.js';
import { findHistory } from './extension-database.js';
import { ownMigrations } from './own-migrations.js';
import { hiding, isSayable, type Ownership, ownershipOf, unsayableTables, withExternal } from './ownership.js';
import type { ReadExtension } from './read-extension.js';
import type { LiveState } from './replay-owners.js';
import type { ConnectionScope } from './scoped-connection.js';

/** What a request of Prisma's CLI is answered from. */
export interface ExtensionRequestParts {
  readonly read: ReadExtension;
  /** Null for what concerns no live database. */
  readonly database: Database | null;
  readonly driver: Driver;
  readonly names: DatabaseNames;
  /** Tells from a replay who makes what; asked for where the fragments do not say it. */
  readonly replayCreators: (stateOf: (id: RevisionId) => LiveState) => Promise<ReadonlyMap<string, ReplayedEntity>>;
}

/** What is known of an extension and its database while one request is answered. */
export class ExtensionRequest {
  readonly read: ReadExtension;
  readonly graph: RevisionGraph;
  readonly view: SquashView;
  /** What is recorded as applied, and all that is recorded. */
  readonly applied: ReadonlySet<RevisionId>;
  readonly rows: readonly HistoryRow[];
  readonly #parts: ExtensionRequestParts;
  /** How the engine is to see its shadow databases. */
  #shadowView: CatalogView = () => true;
  /** The lists of the request, as the engine gets them. */
  readonly lists: MigrationList[] = [];

  private constructor(
    parts: ExtensionRequestParts,
    { graph, view, applied, rows }: Pick<AppliedState, 'graph' | 'view' | 'applied' | 'rows'>,
  ) {
    this.#parts = parts;
    this.read = parts.read;
    this.graph = graph;
    this.view = view;
    this.applied = applied;
    this.rows = rows;
  }

  static async begin(parts: ExtensionRequestParts): Promise<ExtensionRequest> {
    const { database, read } = parts;
    const { open } = read;
    if (database !== null) return new ExtensionRequest(parts, await readAppliedState({ database, open }));
    const applied = new Set<RevisionId>();
    return new ExtensionRequest(parts, {
      graph: open.graph,
      view: viewFor(open.revisions, applied),
      applied,
      rows: [],
    });
  }

  /** Where no database is looked at, none of them is held against the revisions. */
  readonly stateOf = (id: RevisionId): LiveState => {
    if (this.#parts.database === null || this.view.effective.has(id)) return 'applied';
    const isOf = (row: HistoryRow): boolean => revisionId(row.extension, row.name) === id;
    return this.rows.some((row) => isOf(row) && historyRowState(row) === 'failed') ? 'failed' : 'pending';
  };

  /** The migrations of the request as the engine is to have them. */
  list(list: MigrationList): MigrationList {
    const own = ownMigrations(list, { extension: this.#name, graph: this.graph, view: this.view });
    // It makes dependencies, which our shadow databases have in the places where the plan puts them.
    const isKnown = isInitShadowScript(own.shadowDbInitScript);
    const prepared = isKnown ? { ...own, shadowDbInitScript: '' } : own;
    this.lists.push(prepared);
    return prepared;
  }

  /** The filters of the request, with all that is not the extension's own. */
  async filters(filter: SchemaFilter, { replays }: { readonly replays: boolean }): Promise<SchemaFilter> {
    const { external } = await this.ownership({ replays });
    const hidden = this.#unsayable(external);
    this.#shadowView = hiding(hidden);
    return withExternal(filter, external, hidden);
  }

  /** @param replays whether the engine looks at a replay, in which there may be what no fragment holds */
  async ownership({ replays }: { readonly replays: boolean }): Promise<Ownership> {
    const { database, names, read, replayCreators } = this.#parts;
    const { entities } = read.whole;
    const there = database === null ? [] : await database.listEntities();
    const held = new Set(entities.map((entity) => names.entityName(entity)));
    const needsReplay = replays || there.some(({ name }) => !held.has(name));
    const creators = needsReplay ? await replayCreators(this.stateOf) : new Map<string, ReplayedEntity>();
    return ownershipOf({ extension: this.#name, entities, creators, there, names });
  }

  /** How the engine is to see what comes of a replay. */
  get shadowView(): CatalogView {
    return this.#shadowView;
  }

  /**
   * How the engine is to see the live database: everything but histories, and what it could not be told to leave alone,
   * unless something else is wanted.
   */
  async scope(database: Database, view?: CatalogView): Promise<ConnectionScope> {
    const { driver, read } = this.#parts;
    const shows = view ?? (await this.#liveView(database));
    const { open } = read;
    const { history } = await findHistory(database, open, this.#name);
    return {
      historyTable: driver.quoteHistoryTable(history),
      isHistoryThere: async () => (await findHistory(database, open, this.#name)).isThere,
      createHistory: () =>
        inTransaction(database, () =>
          openHistory({ database, driver, workspace: open.workspace }).prepare([this.#name]),
        ),
      showsRow: (name) => !this.view.foldedInto.has(revisionId(this.#name, name)),
      shows,
      own: () => this.#claimed(database),
    };
  }

  /** The closure as it is in the database, with what its tables refer to: what a description of it needs to be whole. */
  async closureView(database: Database): Promise<CatalogView> {
    const { names, read } = this.#parts;
    const { own } = await this.ownership({ replays: false });
    const ownNames = new Set(own.map(({ name }) => name));
    const referred = (await database.readReferences()).filter(({ table }) => ownNames.has(table));
    const visible = new Set([
      ...ownNames,
      ...read.closure.entities.map((entity) => names.entityName(entity)),
      ...referred.map(({ target }) => target),
    ]);
    return (kind, { schema, name }) =>
      kind === 'other' || visible.has(names.entityName({ databaseName: name, schema }));
  }

  async #liveView(database: Database): Promise<CatalogView> {
    const { names } = this.#parts;
    const there = await database.listEntities();
    if (there.every(({ name }) => isSayable(names.engineName(name), names))) return () => true;
    return hiding(this.#unsayable((await this.ownership({ replays: false })).external));
  }

  #unsayable(external: Ownership['external']): ReadonlySet<string> {
    const { names, read } = this.#parts;
    return unsayableTables(external, { closure: read.closure.entities, names });
  }

  async #claimed(database: Database): Promise<readonly DatabaseEntity[]> {
    const { driver, names, read } = this.#parts;
    const creators = await claimedTables({
      extension: this.#name,
      revisions: this.graph.revisionsOf(this.#name),
      driver,
      defaultSchema: database.defaultSchema,
    });
    const there = await database.listEntities();
    const { entities } = read.whole;
    return ownershipOf({ extension: this.#name, entities, creators, there, names }).own;
  }

  get #name(): string {
    return this.#parts.read.extension.name;
  }
}
