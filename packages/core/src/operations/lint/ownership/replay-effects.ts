import type { CatalogEntry, ShadowDatabase, Touch } from '../../../database/database.js';
import { CORE } from '../../../extension.js';
import type { RevisionId } from '../../../revisions/revision.js';
import { chainLinks } from '../../check/chain-links.js';
import { ChainReplay, type Turn } from '../../check/chain-replay.js';
import { isPairOf, isText, listOf } from '../../check/kept-shapes.js';
import { replayGround } from '../../check/replay-ground.js';
import { openShadow } from '../../run/open-shadow.js';
import { ResultCache } from '../../run/result-cache.js';
import type { LintContext } from '../lint-context.js';
import { CatalogOwners, objectChanges } from './catalog-owners.js';
import { type ForeignEffect, foreignEffects } from './foreign-effects.js';
import { isKeptEffects, type KeptEffects, type PlacedEffect } from './kept-effects.js';
import { type LinesOfEffectsOptions, linesOfEffects } from './lines-of-effects.js';
import { codeIn, saysAll } from './reach-of.js';
import type { Ownership } from './read-ownership.js';
import { mayWriteUnseen, printsWithin, type RowPrint, sameRows } from './row-prints.js';

/** What {@link replayEffects} goes by. */
export interface ReplayEffectsOptions {
  readonly driver: NonNullable<LintContext['driver']>;
  readonly ownership: Ownership;
  /** Whether a script says so itself, so that nobody asks for the line. */
  readonly isToldOf: (revision: RevisionId, effect: ForeignEffect) => boolean;
}

/** Raised whenever something is kept in another form, or found by another rule. */
const SLOT = 'ownership-1';
const KEEPER = 'effects of revisions';

/**
 * Runs all revisions in a shadow database, and compares what is there before and after each of them. What is known of a
 * revision and all before it is not looked at again; where that is so for all of them, nothing is run at all. Nor is there a
 * look around those whose statements can do nothing but what they say.
 *
 * @returns what each revision does to what others own, by its id; nothing for those that fail, which is for `check` to tell
 */
export async function replayEffects(
  context: LintContext,
  options: ReplayEffectsOptions,
): Promise<ReadonlyMap<RevisionId, readonly PlacedEffect[]>> {
  const { workspace, graph } = context.open;
  const { driver } = options;
  const shadowed = { driver, extension: context.options.extension ?? CORE, options: context.options };
  const { ground } = await replayGround(workspace, shadowed);
  const { root } = workspace;
  const links = chainLinks({ ground, revisions: graph.order, downScripts: new Map(), root });
  const cache = new ResultCache({ root, mayRead: true, mayWrite: true });
  const known = new Map(cache.read(SLOT, KEEPER, listOf(isPairOf(isText, isKeptEffects))) ?? []);
  const effects = new Map<RevisionId, readonly PlacedEffect[]>();
  if (links.every(({ key }) => known.has(key))) {
    for (const { revision, key } of links) effects.set(revision.id, known.get(key)?.effects ?? []);
    return effects;
  }
  await using shadow = await openShadow(workspace, shadowed);
  const replay = new ChainReplay({ links, graph, shadow, driver, root, options: context.options });
  const walk = new EffectsWalk({ ...options, replay, known, shadow });
  for (const [id, found] of await walk.run()) effects.set(id, found);
  cache.write(SLOT, KEEPER, [...walk.proven]);
  return effects;
}

interface WalkParts extends ReplayEffectsOptions {
  readonly replay: ChainReplay;
  readonly known: ReadonlyMap<string, KeptEffects>;
  readonly shadow: ShadowDatabase;
}

/** One replay. */
class EffectsWalk {
  /** What is known of revisions now, by the key of their link. */
  readonly proven = new Map<string, KeptEffects>();
  readonly #parts: WalkParts;

  constructor(parts: WalkParts) {
    this.#parts = parts;
  }

  async run(): Promise<ReadonlyMap<RevisionId, readonly PlacedEffect[]>> {
    const { replay, shadow, known, ownership } = this.#parts;
    const owners = new CatalogOwners(await shadow.listEntities());
    const found = new Map<RevisionId, readonly PlacedEffect[]>();
    // That of now, where it was read.
    let catalog: readonly CatalogEntry[] | null = await shadow.readCatalog();
    let code = codeIn(catalog);
    for await (const turn of replay.turns()) {
      const { revision, key } = turn.link;
      const saysIt = saysAll(ownership.reaches.get(revision.id) ?? 'unsaid', code);
      let own = known.get(key) ?? (saysIt ? SAID : null);
      if (own !== null) {
        catalog = null;
        if ((await replay.apply(turn)) !== null) continue;
      } else {
        const before = catalog ?? (await shadow.readCatalog());
        catalog = null;
        const looked = await this.#look(turn, { before, owners });
        if (looked === null) continue;
        catalog = looked.after;
        own = looked.effects;
      }
      if (own.code === null) owners.noteSaid(revision.extension, upTouches(ownership, revision.id));
      code = own.code ?? code;
      owners.note(revision, { entities: await shadow.listEntities(), objects: own });
      this.proven.set(key, own);
      found.set(revision.id, own.effects);
    }
    return found;
  }

  /** Runs a revision with a look at what is there before and after it; null where it fails. */
  async #look(
    turn: Turn,
    { before, owners }: { readonly before: readonly CatalogEntry[]; readonly owners: CatalogOwners },
  ): Promise<{ readonly after: readonly CatalogEntry[]; readonly effects: KeptEffects } | null> {
    const { replay, shadow, ownership, isToldOf } = this.#parts;
    const { index, link } = turn;
    const { id, extension, sql } = link.revision;
    const ownerOf = owners.lookUp();
    const { statements } = await replay.upStep(index);
    const mayWrite = mayWriteUnseen(statements, { catalog: before, touches: upTouches(ownership, id) });
    const tables = mayWrite ? owners.foreignTables(extension) : new Map<string, string>();
    const rowsBefore = await printsWithin(shadow, tables.keys());
    if ((await replay.apply(turn)) !== null) return null;
    const after = await shadow.readCatalog();
    const renames = /\brename\b|\bset\s+schema\b/i.test(sql);
    const effects: readonly ForeignEffect[] = [
      ...foreignEffects({ before, after, ownerOf, extension, renames }),
      ...(await this.#rowEffects({ tables, rowsBefore, after })),
    ];
    const unseen = effects.filter((effect) => !isToldOf(id, effect));
    const lines = unseen.length === 0 ? new Map() : await this.#lines(index, { effects: unseen, before, rowsBefore });
    const placed = effects.map((effect) => ({ ...effect, line: lines.get(effect) ?? null }));
    return { after, effects: { effects: placed, ...objectChanges(before, after), code: codeIn(after) } };
  }

  /** Tables of others that have other rows now; not where those went because rows did that they refer to, as their owner has it. */
  async #rowEffects({
    tables,
    rowsBefore,
    after,
  }: {
    readonly tables: ReadonlyMap<string, string>;
    readonly rowsBefore: ReadonlyMap<string, RowPrint>;
    readonly after: readonly CatalogEntry[];
  }): Promise<readonly ForeignEffect[]> {
    if (tables.size === 0) return [];
    const { shadow } = this.#parts;
    const there = new Set(after.flatMap(({ kind, table }) => (kind === 'table' && table !== undefined ? table : [])));
    const left = [...tables.keys()].filter((table) => there.has(table));
    const rowsAfter = await printsWithin(shadow, left, rowsBefore);
    const others = left.filter((table) => !sameRows(rowsBefore.get(table), rowsAfter.get(table)));
    if (others.length === 0) return [];
    const follows = (await shadow.readForeignKeys()).filter(({ references }) => !tables.has(references));
    return others
      .filter((name) => !follows.some(({ table }) => table === name))
      .map((name) => ({ change: 'written', kind: 'rows', name, table: name, owner: tables.get(name) ?? '' }));
  }

  /** Goes back, looks for the statements, and comes here again. */
  async #lines(index: number, what: Omit<LinesOfEffectsOptions, 'step'>): Promise<ReadonlyMap<ForeignEffect, number>> {
    const { replay, shadow } = this.#parts;
    await replay.rebuild(index - 1);
    const lines = await linesOfEffects(shadow, { step: await replay.upStep(index), ...what });
    await replay.rebuild(index);
    return lines;
  }
}

/** What is kept of a revision that does nothing but what it says. */
const SAID: KeptEffects = { effects: [], made: [], gone: [], code: null };

function upTouches({ touches }: Ownership, revision: RevisionId): readonly Touch[] {
  return (touches.get(revision) ?? []).filter(({ script }) => script === 'up').map(({ touch }) => touch);
}
