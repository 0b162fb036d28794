import type { CatalogEntry, ShadowDatabase } from '../../../database/database.js';
import { CORE } from '../../../extension.js';
import type { RevisionId } from '../../../revisions/revision.js';
import type { ChainLink } from '../../check/chain-links.js';
import { chainLinks } from '../../check/chain-links.js';
import { replayGround } from '../../check/replay-ground.js';
import { isWhole, runStep } from '../../check/run-step.js';
import { isInterrupted } from '../../run/is-interrupted.js';
import { type MigrationStep, migrationStep } from '../../run/migration-step.js';
import { openShadow } from '../../run/open-shadow.js';
import { replayInterrupted } from '../../run/replay-errors.js';
import { ResultCache } from '../../run/result-cache.js';
import { StatementError } from '../../run/run-errors.js';
import type { LintContext } from '../lint-context.js';
import { CatalogOwners, objectChanges } from './catalog-owners.js';
import { type ForeignEffect, foreignEffects } from './foreign-effects.js';
import { isKeptEffects, type KeptEffects, type PlacedEffect } from './kept-effects.js';
import { linesOfEffects } from './lines-of-effects.js';
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
  const known = new Map(cache.read(SLOT, KEEPER, isKeptEffects) ?? []);
  const effects = new Map<RevisionId, readonly PlacedEffect[]>();
  if (links.every(({ key }) => known.has(key))) {
    for (const { revision, key } of links) effects.set(revision.id, known.get(key)?.effects ?? []);
    return effects;
  }
  await using shadow = await openShadow(workspace, shadowed);
  const walk = new EffectsWalk(context, { ...options, links, known, shadow });
  for (const [id, found] of await walk.run()) effects.set(id, found);
  cache.write(SLOT, KEEPER, [...walk.proven]);
  return effects;
}

interface WalkParts extends ReplayEffectsOptions {
  readonly links: readonly ChainLink[];
  readonly known: ReadonlyMap<string, KeptEffects>;
  readonly shadow: ShadowDatabase;
}

/** One replay. */
class EffectsWalk {
  /** What is known of revisions now, by the key of their link. */
  readonly proven = new Map<string, KeptEffects>();
  readonly #context: LintContext;
  readonly #parts: WalkParts;
  readonly #failed = new Set<RevisionId>();

  constructor(context: LintContext, parts: WalkParts) {
    this.#context = context;
    this.#parts = parts;
  }

  async run(): Promise<ReadonlyMap<RevisionId, readonly PlacedEffect[]>> {
    const { links, shadow, known, ownership } = this.#parts;
    const { graph } = this.#context.open;
    const owners = new CatalogOwners(await shadow.listEntities());
    const found = new Map<RevisionId, readonly PlacedEffect[]>();
    let catalog: readonly CatalogEntry[] | null = await shadow.readCatalog();
    let code = codeIn(catalog);
    for (const [index, link] of links.entries()) {
      await this.#report(index);
      const { revision, key } = link;
      if (graph.prerequisitesOf(revision.id).some((each) => this.#failed.has(each))) {
        this.#failed.add(revision.id);
        continue;
      }
      const kept = known.get(key);
      const touches = (ownership.touches.get(revision.id) ?? []).filter(({ script }) => script === 'up');
      let own: KeptEffects;
      if (kept !== undefined) {
        catalog = null;
        if (!(await this.#applies(index))) continue;
        own = kept;
      } else if (saysAll(ownership.reaches.get(revision.id) ?? 'unsaid', code)) {
        catalog = null;
        if (!(await this.#applies(index))) continue;
        own = { effects: [], made: [], gone: [], code: null };
      } else {
        const before = catalog ?? (await shadow.readCatalog());
        catalog = null;
        const looked = await this.#look(index, { before, owners });
        if (looked === null) continue;
        catalog = looked.after;
        own = looked.effects;
      }
      if (own.code === null)
        owners.noteSaid(
          revision.extension,
          touches.map(({ touch }) => touch),
        );
      code = own.code ?? code;
      owners.note(revision, { entities: await shadow.listEntities(), objects: own });
      this.proven.set(key, own);
      found.set(revision.id, own.effects);
    }
    return found;
  }

  async #report(index: number): Promise<void> {
    const { onEvent, signal } = this.#context.options;
    const { links } = this.#parts;
    if (await isInterrupted(signal)) throw replayInterrupted();
    const revision = links[index]?.revision.id ?? '';
    onEvent?.({ kind: 'proving', revision, index, total: links.length });
  }

  /** Runs a revision with a look at what is there before and after it; null where it fails. */
  async #look(
    index: number,
    { before, owners }: { readonly before: readonly CatalogEntry[]; readonly owners: CatalogOwners },
  ): Promise<{ readonly after: readonly CatalogEntry[]; readonly effects: KeptEffects } | null> {
    const { shadow, links, ownership, isToldOf } = this.#parts;
    const { revision } = links[index] as ChainLink;
    const { id, extension, sql } = revision;
    const ownerOf = owners.lookUp();
    const step = await this.#stepOf(index);
    const mayWrite = mayWriteUnseen(step.statements, { catalog: before, touches: ownership.touches.get(id) ?? [] });
    const tables = mayWrite ? owners.foreignTables(extension) : new Map<string, string>();
    const rowsBefore = await printsWithin(shadow, tables.keys());
    if (!(await this.#applies(index))) return null;
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
  async #lines(
    index: number,
    what: {
      readonly effects: readonly ForeignEffect[];
      readonly before: readonly CatalogEntry[];
      readonly rowsBefore: ReadonlyMap<string, RowPrint>;
    },
  ): Promise<ReadonlyMap<ForeignEffect, number>> {
    await this.#rebuild(index - 1);
    const lines = await linesOfEffects(this.#parts.shadow, { step: await this.#stepOf(index), ...what });
    await this.#rebuild(index);
    return lines;
  }

  /** Whether a revision runs; what is left of one that does not is taken away. */
  async #applies(index: number): Promise<boolean> {
    const step = await this.#stepOf(index);
    try {
      await runStep(this.#parts.shadow, step);
      return true;
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      this.#failed.add(step.revision.id);
      if (!isWhole(step)) await this.#rebuild(index);
      return false;
    }
  }

  async #rebuild(index: number): Promise<void> {
    const { shadow, links } = this.#parts;
    await shadow.reset();
    for (const [at, { revision }] of links.slice(0, index + 1).entries()) {
      if (!this.#failed.has(revision.id)) await runStep(shadow, await this.#stepOf(at));
    }
  }

  #stepOf(index: number): Promise<MigrationStep> {
    const { links, driver } = this.#parts;
    const { revision } = links[index] as ChainLink;
    const { root } = this.#context.open.workspace;
    return migrationStep({ direction: 'up', revision, script: revision.sql, root, driver });
  }
}
