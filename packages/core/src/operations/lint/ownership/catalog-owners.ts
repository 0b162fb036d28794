import type { CatalogEntry, DatabaseEntity, Touch } from '../../../database/database.js';
import type { Revision } from '../../../revisions/revision.js';
import { NOBODY, noteCreators, type ReplayedEntity } from '../../run/replay.js';
import { idOf } from './foreign-effects.js';

/** What a revision makes and drops of what is no table and hangs on none, by {@link idOf}. */
export interface ObjectChanges {
  readonly made: readonly string[];
  readonly gone: readonly string[];
}

/** Who owns what in a replayed database: whoever's revision made it or adopted it last. */
export class CatalogOwners {
  readonly #tables = new Map<string, ReplayedEntity>();
  readonly #objects = new Map<string, string>();
  /** The same by plain name, of what revisions make that nothing was looked up for. */
  readonly #said = new Map<string, string>();

  /** What is there before the first revision is nobody's. */
  constructor(entities: readonly DatabaseEntity[]) {
    noteCreators(this.#tables, entities, NOBODY);
  }

  /** Whose the tables are that others own, by name. */
  foreignTables(extension: string): ReadonlyMap<string, string> {
    const tables = [...this.#tables.values()].filter(
      ({ kind, creator }) => kind === 'table' && creator !== extension && creator !== NOBODY,
    );
    return new Map(tables.map(({ name, creator }) => [name, creator]));
  }

  /** Looks things up as they are now, whatever comes afterwards. */
  lookUp(): (entry: CatalogEntry) => string | null {
    const tables = new Map(this.#tables);
    const objects = new Map(this.#objects);
    const said = new Map(this.#said);
    const ownerAlone = (entry: CatalogEntry): string | undefined =>
      objects.get(idOf(entry)) ?? said.get(plainName(entry.name)) ?? said.get(bareName(entry.name));
    return (entry) => {
      const owner = entry.table === undefined ? ownerAlone(entry) : tables.get(entry.table)?.creator;
      return owner === undefined || owner === NOBODY ? null : owner;
    };
  }

  /** Takes down what a revision says to make and drop of what is no table. */
  noteSaid(extension: string, touches: readonly Touch[]): void {
    for (const { action, kind, name } of touches) {
      if (kind === 'table' || kind === 'index' || (action !== 'made' && action !== 'dropped')) continue;
      const isNew = action === 'made' && this.#said.get(plainName(name)) === undefined && !this.#forget(name, 'look');
      if (isNew) this.#said.set(plainName(name), extension);
      else if (action === 'dropped') this.#forget(name, 'drop');
    }
  }

  /** Takes down what a revision has made, dropped and adopted. */
  note(
    { extension, adopts }: Pick<Revision, 'extension' | 'adopts'>,
    { entities, objects }: { readonly entities: readonly DatabaseEntity[]; readonly objects: ObjectChanges },
  ): void {
    noteCreators(this.#tables, entities, extension);
    for (const id of objects.gone) this.#objects.delete(id);
    for (const id of objects.made) this.#objects.set(id, extension);
    for (const name of adopts) {
      const entity = this.#tables.get(name);
      if (entity !== undefined) this.#tables.set(name, { ...entity, creator: extension });
      // An enum or a view may be adopted as well; the catalog gives their schema always.
      const bare = bareName(name);
      for (const id of this.#objects.keys()) if (bareName(id) === bare) this.#objects.set(id, extension);
      if (this.#said.has(plainName(name))) this.#said.set(plainName(name), extension);
    }
  }

  /** @returns whether there is such an object */
  #forget(name: string, what: 'look' | 'drop'): boolean {
    const ids = [...this.#objects.keys()].filter((id) => bareName(id) === bareName(name));
    if (what === 'drop') {
      for (const id of ids) this.#objects.delete(id);
      this.#said.delete(plainName(name));
    }
    return ids.length > 0;
  }
}

/** What stands by itself in one catalog and not in the other. */
export function objectChanges(before: readonly CatalogEntry[], after: readonly CatalogEntry[]): ObjectChanges {
  const alone = (entries: readonly CatalogEntry[]): Set<string> =>
    new Set(entries.filter(({ table }) => table === undefined).map(idOf));
  const [earlier, later] = [alone(before), alone(after)];
  return {
    made: [...later].filter((id) => !earlier.has(id)),
    gone: [...earlier].filter((id) => !later.has(id)),
  };
}

/** A name without quotes and argument types. */
function plainName(name: string): string {
  return name.replace(/\(.*$/s, '').replaceAll('"', '');
}

/** The last part of a name, without quotes and argument types. */
export function bareName(name: string): string {
  const parts = name.replace(/\(.*$/s, '').match(/"(?:[^"]|"")*"|[^\s."]+/g) ?? [];
  const last = parts.at(-1) ?? name;
  return last.startsWith('"') ? last.slice(1, -1).replaceAll('""', '"') : last;
}
