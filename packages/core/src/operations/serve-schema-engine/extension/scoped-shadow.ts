import type { Driver, ShadowDatabase } from '../../../database/database.js';
import type { EngineConnection, EngineValue, ResultTable } from '../../../database/engine-connection.js';
import type { OnEvent } from '../../../events.js';
import { ancestorsOf } from '../../../revisions/closure.js';
import { extensionOf, type Revision, type RevisionId, revisionId } from '../../../revisions/revision.js';
import type { RevisionGraph } from '../../../revisions/revision-graph.js';
import type { SquashView } from '../../../revisions/squash-view.js';
import { replay } from '../../run/replay.js';
import { type CatalogView, viewCatalog } from './catalog-view.js';

/** A migration of the extension that the engine may run in its shadow database. */
export interface ShadowMigration {
  readonly name: string;
  readonly sql: string;
}

/** What a shadow database of one extension is made with. */
export interface ScopedShadowParts {
  /** Empty, or prepared by the user's own script. */
  readonly shadow: ShadowDatabase;
  readonly driver: Driver;
  readonly extension: string;
  /** As an empty database sees the revisions. */
  readonly graph: RevisionGraph;
  /** What the extension stands on, in plan order, with its own. */
  readonly plan: ReadonlySet<Revision>;
  /** Squashes that are not run where what they stand for was. */
  readonly recordOnly: SquashView['recordOnly'];
  /** In the order in which the engine runs them. */
  readonly migrations: readonly ShadowMigration[];
  readonly root: string;
  /** What of it the engine is to see. */
  readonly shows: CatalogView;
  /** Told what failed of others, of which the engine would say that a migration of the extension did. */
  readonly onOthersFailed: (error: unknown) => void;
  readonly onClose: () => Promise<void>;
  readonly onEvent?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How the engine asks for the version when it connects. */
const VERSION = /version\(\)/i;

/**
 * The shadow database of an extension: before each of its migrations run the revisions of others that the plan puts before
 * that one, and before the engine looks at what came of them, the rest.
 */
export class ScopedShadow implements EngineConnection, AsyncDisposable {
  readonly provider: EngineConnection['provider'];
  readonly defaultSchema: EngineConnection['defaultSchema'];
  readonly #parts: ScopedShadowParts;
  readonly #inner: EngineConnection;
  /** What of others is still to run, in plan order. */
  #left: readonly Revision[];
  /** How many of the migrations the engine has got to. */
  #next = 0;
  readonly #ran = new Set<RevisionId>();

  constructor(parts: ScopedShadowParts) {
    this.#parts = parts;
    this.#inner = parts.shadow.engineConnection();
    this.provider = this.#inner.provider;
    this.defaultSchema = this.#inner.defaultSchema;
    this.#left = parts.graph.order.filter(
      (revision) => parts.plan.has(revision) && revision.extension !== parts.extension,
    );
  }

  async queryTable(sql: string, values: readonly EngineValue[]): Promise<ResultTable> {
    if (!VERSION.test(sql)) await this.#runOthers(Number.POSITIVE_INFINITY);
    return viewCatalog(sql, await this.#inner.queryTable(sql, values), this.#parts.shows);
  }

  // One database is sent the scripts of migrations as statements.
  async executeRaw(sql: string, values: readonly EngineValue[]): Promise<number> {
    if (values.length > 0) return this.#inner.executeRaw(sql, values);
    await this.executeScript(sql);
    return 0;
  }

  async executeScript(script: string): Promise<void> {
    const at = this.#parts.migrations.findIndex(({ sql }, index) => index >= this.#next && sql === script);
    const migration = this.#parts.migrations[at];
    if (migration === undefined) return this.#inner.executeScript(script);
    this.#next = at + 1;
    const id = revisionId(this.#parts.extension, migration.name);
    await this.#runOthers(this.#positionOf(id));
    if (!this.#isRecordedOnly(id)) {
      await this.#inner.executeScript(script);
      await this.#parts.shadow.restoreSession();
    }
    this.#ran.add(id);
  }

  explain(error: unknown): ReturnType<EngineConnection['explain']> {
    return this.#inner.explain(error);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.onClose();
  }

  /** Where a revision stands, or the squash that stands for it; what is no revision comes last. */
  #positionOf(id: RevisionId): number {
    const { graph } = this.#parts;
    const squash = graph.order.find(({ replaces, foldedBefore = [] }) => [...replaces, ...foldedBefore].includes(id));
    return graph.positions.get(id) ?? graph.positions.get(squash?.id ?? '') ?? Number.POSITIVE_INFINITY;
  }

  #isRecordedOnly(id: RevisionId): boolean {
    const { recordOnly, graph } = this.#parts;
    const replaces = recordOnly.has(id) ? (graph.byId.get(id)?.replaces ?? []) : [];
    return replaces.some((folded) => this.#ran.has(folded));
  }

  /** Runs what others have before a position. What needs a migration of the extension that did not run is left out. */
  async #runOthers(before: number): Promise<void> {
    const { graph, extension, shadow, driver, root, onEvent, signal, onOthersFailed } = this.#parts;
    const due = this.#left.filter(({ id }) => (graph.positions.get(id) ?? 0) < before);
    if (due.length === 0) return;
    this.#left = this.#left.filter((revision) => !due.includes(revision));
    const runs = due.filter(({ id }) => this.#hasWhatItNeeds(id));
    try {
      await replay({ shadow, driver, revisions: runs, extension, root, onEvent, signal });
    } catch (error) {
      onOthersFailed(error);
      throw error;
    }
  }

  #hasWhatItNeeds(id: RevisionId): boolean {
    const { graph, extension } = this.#parts;
    const own = [...ancestorsOf(graph, [id])].filter((each) => extensionOf(each) === extension);
    return own.every((each) => this.#ran.has(each) || this.#isFoldedAndRan(each));
  }

  /** Of a squash may have run what it stands for. */
  #isFoldedAndRan(id: RevisionId): boolean {
    const replaces = this.#parts.graph.byId.get(id)?.replaces ?? [];
    return replaces.length > 0 && replaces.every((folded) => this.#ran.has(folded));
  }
}
