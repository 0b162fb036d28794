import type { CatalogEntry, ShadowDatabase, TableReference } from '../../database/database.js';
import type { Finding } from '../../findings.js';
import type { RevisionId } from '../../revisions/revision.js';
import { isInterrupted } from '../run/is-interrupted.js';
import { migrationStep } from '../run/migration-step.js';
import type { ReplayedEntity } from '../run/replay.js';
import { NOBODY, noteCreators } from '../run/replay.js';
import { replayFailed, replayInterrupted } from '../run/replay-errors.js';
import { StatementError } from '../run/run-errors.js';
import type { ChainLink } from './chain-links.js';
import { filesOf } from './chain-links.js';
import type { CheckContext } from './check-context.js';
import { downFindings } from './down-findings.js';
import { failureFinding } from './failure-finding.js';
import { isFindings, isPairOf, isText, listOf } from './kept-shapes.js';
import { missingRequires } from './missing-requires.js';
import { proveDown } from './prove-down.js';
import { isWhole, runStep } from './run-step.js';

/** What {@link checkReplay} replays. */
export interface CheckReplayOptions {
  /** In plan order. */
  readonly links: readonly ChainLink[];
  /** What the results are kept under. */
  readonly slot: string;
}

/** What a database is made of between two revisions. */
interface State {
  readonly catalog: readonly CatalogEntry[];
  readonly references: readonly TableReference[];
}

const KEEPER = 'chain of revisions';

/**
 * Replays a plan from an empty database, each revision up, down and up again, and looks at what it makes tables refer
 * to. What is known of a revision from an earlier run is not tried again; where that is so for all of them, nothing is
 * replayed at all.
 */
export async function checkReplay(
  context: CheckContext,
  { links, slot }: CheckReplayOptions,
): Promise<readonly Finding[]> {
  const { cache, shadow } = context;
  const kept = cache.read(slot, KEEPER, listOf(isPairOf(isText, isFindings))) ?? [];
  const known = new Map(kept);
  const missing = links.filter(({ key }) => !known.has(key));
  if (missing.length === 0) return links.flatMap(({ key }) => known.get(key) ?? []);
  const walk = new Walk(context, { links, known, shadow: await shadow.fresh() });
  const findings = await walk.run();
  cache.write(slot, KEEPER, [...walk.proven]);
  return findings;
}

interface WalkParts {
  readonly links: readonly ChainLink[];
  readonly known: ReadonlyMap<string, readonly Finding[]>;
  readonly shadow: ShadowDatabase;
}

/** One replay. */
class Walk {
  /** What is known of revisions now, by the key of their link. */
  readonly proven = new Map<string, readonly Finding[]>();
  readonly #context: CheckContext;
  readonly #parts: WalkParts;
  readonly #makers = new Map<string, ReplayedEntity>();
  readonly #failed = new Set<RevisionId>();

  constructor(context: CheckContext, parts: WalkParts) {
    this.#context = context;
    this.#parts = parts;
  }

  async run(): Promise<readonly Finding[]> {
    const { links, shadow, known } = this.#parts;
    const { graph } = this.#context.open;
    const findings: Finding[] = [];
    noteCreators(this.#makers, await shadow.listEntities(), NOBODY);
    let state: State | null = null;
    for (const [index, link] of links.entries()) {
      await this.#report(index);
      const { id } = link.revision;
      // What relies on something that failed can only fail too.
      if (graph.prerequisitesOf(id).some((prerequisite) => this.#failed.has(prerequisite))) {
        this.#failed.add(id);
        continue;
      }
      const kept = known.get(link.key);
      const before: State | null = kept === undefined ? (state ?? (await readState(shadow))) : null;
      const failure = await this.#apply(link);
      if (failure !== null) {
        findings.push(failure);
        state = null;
        await this.#takeBack(index);
        continue;
      }
      noteCreators(this.#makers, await shadow.listEntities(), id);
      state = before === null ? null : await readState(shadow);
      const own = before === null || state === null ? (kept ?? []) : await this.#prove(index, { before, after: state });
      findings.push(...own);
      // A statement that fails may do so for what the server is like today.
      if (own.every(({ code }) => !MAY_CHANGE.has(code))) this.proven.set(link.key, own);
    }
    return findings;
  }

  async #report(index: number): Promise<void> {
    const { onEvent, signal } = this.#context.options;
    const { links } = this.#parts;
    if (await isInterrupted(signal)) throw replayInterrupted();
    const revision = links[index]?.revision.id ?? '';
    onEvent?.({ kind: 'proving', revision, index, total: links.length });
  }

  /** @returns what is wrong where it fails */
  async #apply({ revision }: ChainLink): Promise<Finding | null> {
    const { root } = this.#context.open.workspace;
    try {
      await this.#up(revision);
      return null;
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      this.#failed.add(revision.id);
      return failureFinding(replayFailed(revision, { statement: error.statement, error, root }));
    }
  }

  async #up(revision: ChainLink['revision']): Promise<void> {
    await runStep(this.#parts.shadow, await this.#step(revision, { direction: 'up', script: revision.sql }));
  }

  #step(revision: ChainLink['revision'], parts: { readonly direction: 'up' | 'down'; readonly script: string }) {
    const { driver, open } = this.#context;
    return migrationStep({ ...parts, revision, root: open.workspace.root, driver });
  }

  async #prove(
    index: number,
    { before, after }: { readonly before: State; readonly after: State },
  ): Promise<readonly Finding[]> {
    const { open } = this.#context;
    const { shadow, links } = this.#parts;
    const { revision, downScript } = links[index] as ChainLink;
    const files = filesOf(open.workspace.root, revision);
    const requires = missingRequires({
      graph: open.graph,
      revision,
      before: before.references,
      after: after.references,
      makerOf: (name) => this.#makers.get(name)?.creator || undefined,
      where: { file: files.manifest, line: 1, column: 1 },
    });
    if (downScript === null) return requires;
    const up = await this.#step(revision, { direction: 'up', script: revision.sql });
    const down = await this.#step(revision, { direction: 'down', script: downScript });
    const { verdict, isIntact } = await proveDown({ shadow, up, down, before: before.catalog, after: after.catalog });
    if (!isIntact) await this.#rebuild(index);
    return [...requires, ...downFindings({ revision, verdict, files, downScript })];
  }

  /** A revision that failed is gone by itself, unless it cannot run in a transaction. */
  async #takeBack(index: number): Promise<void> {
    const { revision } = this.#parts.links[index] as ChainLink;
    if (!isWhole(await this.#step(revision, { direction: 'up', script: revision.sql }))) await this.#rebuild(index);
  }

  /** Makes the shadow database again as it is after a revision. */
  async #rebuild(index: number): Promise<void> {
    await this.#parts.shadow.reset();
    for (const { revision } of this.#parts.links.slice(0, index + 1)) {
      if (!this.#failed.has(revision.id)) await this.#up(revision);
    }
  }
}

const MAY_CHANGE: ReadonlySet<string> = new Set(['CHECK.DOWN_FAILS', 'CHECK.NOT_REPEATABLE']);

async function readState(shadow: ShadowDatabase): Promise<State> {
  return { catalog: await shadow.readCatalog(), references: await shadow.readReferences() };
}
