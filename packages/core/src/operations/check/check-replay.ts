import type { CatalogEntry, ShadowDatabase, TableReference } from '../../database/database.js';
import type { Finding } from '../../findings.js';
import { migrationStep } from '../run/migration-step.js';
import type { ReplayedEntity } from '../run/replay.js';
import { NOBODY, noteCreators } from '../run/replay.js';
import { replayFailed } from '../run/replay-errors.js';
import type { ChainLink } from './chain-links.js';
import { filesOf } from './chain-links.js';
import type { Turn } from './chain-replay.js';
import { ChainReplay } from './chain-replay.js';
import type { CheckContext } from './check-context.js';
import { downFindings } from './down-findings.js';
import { failureFinding } from './failure-finding.js';
import { isFindings, isPairOf, isText, listOf } from './kept-shapes.js';
import { missingRequires } from './missing-requires.js';
import { proveDown } from './prove-down.js';

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
  const { open, driver, options } = context;
  const { root } = open.workspace;
  const database = await shadow.fresh();
  const replay = new ChainReplay({ links, graph: open.graph, shadow: database, driver, root, options });
  const walk = new Walk(context, { replay, known, shadow: database });
  const findings = await walk.run();
  cache.write(slot, KEEPER, [...walk.proven]);
  return findings;
}

interface WalkParts {
  readonly replay: ChainReplay;
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

  constructor(context: CheckContext, parts: WalkParts) {
    this.#context = context;
    this.#parts = parts;
  }

  async run(): Promise<readonly Finding[]> {
    const { replay, shadow, known } = this.#parts;
    const { root } = this.#context.open.workspace;
    const findings: Finding[] = [];
    noteCreators(this.#makers, await shadow.listEntities(), NOBODY);
    let state: State | null = null;
    for await (const turn of replay.turns()) {
      const { revision, key } = turn.link;
      const kept = known.get(key);
      const before: State | null = kept === undefined ? (state ?? (await readState(shadow))) : null;
      state = null;
      const error = await replay.apply(turn);
      if (error !== null) {
        findings.push(failureFinding(replayFailed(revision, { statement: error.statement, error, root })));
        continue;
      }
      noteCreators(this.#makers, await shadow.listEntities(), revision.id);
      if (before !== null) state = await readState(shadow);
      const own = before === null || state === null ? (kept ?? []) : await this.#prove(turn, { before, after: state });
      findings.push(...own);
      // A statement that fails may do so for what the server is like today.
      if (own.every(({ code }) => !MAY_CHANGE.has(code))) this.proven.set(key, own);
    }
    return findings;
  }

  async #prove(
    { index, link: { revision, downScript } }: Turn,
    { before, after }: { readonly before: State; readonly after: State },
  ): Promise<readonly Finding[]> {
    const { open, driver } = this.#context;
    const { replay, shadow } = this.#parts;
    const { root } = open.workspace;
    const files = filesOf(root, revision);
    const requires = missingRequires({
      graph: open.graph,
      revision,
      before: before.references,
      after: after.references,
      makerOf: (name) => this.#makers.get(name)?.creator || undefined,
      where: { file: files.manifest, line: 1, column: 1 },
    });
    if (downScript === null) return requires;
    const up = await replay.upStep(index);
    const down = await migrationStep({ direction: 'down', revision, script: downScript, root, driver });
    const { verdict, isIntact } = await proveDown({ shadow, up, down, before: before.catalog, after: after.catalog });
    if (!isIntact) await replay.rebuild(index);
    return [...requires, ...downFindings({ revision, verdict, files, downScript })];
  }
}

const MAY_CHANGE: ReadonlySet<string> = new Set(['CHECK.DOWN_FAILS', 'CHECK.NOT_REPEATABLE']);

async function readState(shadow: ShadowDatabase): Promise<State> {
  return { catalog: await shadow.readCatalog(), references: await shadow.readReferences() };
}
