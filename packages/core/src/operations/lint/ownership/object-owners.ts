import type { Touch } from '../../../database/database.js';
import type { Revision } from '../../../revisions/revision.js';

/** An object that revisions have made. */
export interface MadeObject {
  readonly kind: Touch['kind'];
  readonly name: string;
  /** The table that it is or hangs on. */
  readonly table: string | null;
  readonly owner: string;
  /** The revision that made it, and the line of the statement. */
  readonly revision: string;
  readonly line: number;
}

/** How names are told apart, and who holds what no revision is seen to make. */
export interface ObjectOwnersOptions {
  readonly nameKey: (name: string) => string;
  /** The extension whose fragment holds a table, a view or an enum, by its name in the database. */
  readonly holders: ReadonlyMap<string, string>;
}

/**
 * Who owns what between two revisions, as far as their statements tell: whoever made it, until another adopts it. What no
 * statement is seen to make belongs to the extension whose fragment holds it.
 */
export class ObjectOwners {
  readonly #options: ObjectOwnersOptions;
  #made = new Map<string, MadeObject>();

  constructor(options: ObjectOwnersOptions) {
    // By its parts: each is cut off for itself.
    const nameKey = (name: string): string => name.split('.').map(options.nameKey).join('.');
    const holders = new Map([...options.holders].map(([name, holder]) => [nameKey(name), holder]));
    this.#options = { nameKey, holders };
  }

  /** What is there now, in the order in which it was made. */
  get made(): readonly MadeObject[] {
    return [...this.#made.values()];
  }

  /** The next revision. */
  begin({ extension, id }: Pick<Revision, 'extension' | 'id'>): OwnersStep {
    return new OwnersStep({
      extension,
      revision: id,
      before: this.#made,
      options: this.#options,
      keep: (made) => {
        this.#made = made;
      },
    });
  }
}

interface OwnersStepParts {
  readonly extension: string;
  readonly revision: string;
  readonly before: ReadonlyMap<string, MadeObject>;
  readonly options: ObjectOwnersOptions;
  readonly keep: (made: Map<string, MadeObject>) => void;
}

/** What is owned while one revision goes on. */
export class OwnersStep {
  readonly #parts: OwnersStepParts;
  readonly #now: Map<string, MadeObject>;
  /** Names that mean temporary tables for the rest of the revision. */
  readonly #temporary = new Set<string>();

  constructor(parts: OwnersStepParts) {
    this.#parts = parts;
    this.#now = new Map(parts.before);
  }

  /** Takes down what a statement makes, renames and drops. */
  note(touch: Touch, line: number): void {
    const { action, kind, name, table, to, isTemporary = false } = touch;
    if (name === '') return;
    const key = this.#keyOf(touch);
    if (action === 'made') {
      if (isTemporary) this.#temporary.add(key);
      else if (!this.#now.has(key)) {
        const { extension, revision } = this.#parts;
        this.#now.set(key, { kind, name, table, owner: extension, revision, line });
      }
    } else if (action === 'dropped') {
      if (kind === 'schema') for (const each of within(this.#now, name)) this.#now.delete(each);
      else this.#drop(key, touch);
    } else if (action === 'renamed' && to !== undefined) this.#rename(key, { ...touch, to });
  }

  /** The owners of what a statement touches, each with what it owns. What nobody owns is not among them. */
  ownersOf(touch: Touch): readonly { readonly owner: string; readonly object: string }[] {
    const { kind, name, table, action } = touch;
    if (touch.isTemporary === true) return [];
    if (kind === 'schema') {
      return within(this.#parts.before, name).flatMap((key) => {
        const made = this.#parts.before.get(key);
        return made === undefined ? [] : [{ owner: made.owner, object: made.name }];
      });
    }
    const known = this.#lookUp(touch);
    // Whoever has the table has what hangs on it.
    const object = table ?? known?.table ?? (name === '' ? null : name);
    if (object === null) return [];
    const isTable = table !== null || known?.table != null;
    const key = isTable ? this.#key('relation', object) : this.#keyOf(touch);
    if (this.#temporary.has(key)) return [];
    const before = this.#parts.before.get(key);
    if (before !== undefined) return [{ owner: before.owner, object }];
    // Made a moment ago, or about to be.
    if (this.#now.has(key) || (action === 'made' && !isTable)) return [];
    if (action === 'made' && kind === 'table') return [];
    const holder =
      SPACES[kind] === 'function' ? undefined : this.#parts.options.holders.get(this.#parts.options.nameKey(object));
    return holder === undefined ? [] : [{ owner: holder, object }];
  }

  /** @param adopts what the revision takes over from others */
  end(adopts: readonly string[]): void {
    const { before, extension, keep, options } = this.#parts;
    const made = new Map<string, MadeObject>();
    for (const [key, object] of this.#now) {
      // A table that is rebuilt under its old name stays whose it was.
      made.set(key, { ...object, owner: before.get(key)?.owner ?? object.owner });
    }
    for (const name of adopts) {
      for (const space of ['relation', 'type'] as const) {
        const key = `${space} ${options.nameKey(name)}`;
        const object = made.get(key);
        if (object !== undefined) made.set(key, { ...object, owner: extension });
      }
    }
    keep(made);
  }

  #lookUp(touch: Touch): MadeObject | undefined {
    const key = this.#keyOf(touch);
    return this.#now.get(key) ?? this.#parts.before.get(key);
  }

  #drop(key: string, { kind, name }: Touch): void {
    this.#now.delete(key);
    if (kind === 'table' || kind === 'view') {
      const wanted = this.#parts.options.nameKey(name);
      for (const [each, { table }] of this.#now) {
        if (table !== null && this.#parts.options.nameKey(table) === wanted) this.#now.delete(each);
      }
    }
    // Of a function that is named without its types, there is one.
    if (kind === 'function' && !name.includes('(')) {
      for (const each of this.#now.keys()) if (each.startsWith(`${key}(`)) this.#now.delete(each);
    }
  }

  #rename(key: string, { kind, name, to }: Touch & { readonly to: string }): void {
    const object = this.#now.get(key);
    if (object === undefined) return;
    this.#now.delete(key);
    const isTable = kind === 'table';
    this.#now.set(this.#keyOf({ kind, name: to, table: null }), {
      ...object,
      name: to,
      table: isTable ? to : object.table,
    });
    if (!isTable) return;
    for (const [each, part] of this.#now) {
      if (part.table === name) this.#now.set(each, { ...part, table: to });
    }
  }

  #keyOf({ kind, name, table }: Pick<Touch, 'kind' | 'name' | 'table'>): string {
    const space = SPACES[kind];
    // A trigger, a rule and a policy have their names per table.
    return space === 'part' ? this.#key(kind, `${table ?? ''}.${name}`) : this.#key(space, name);
  }

  #key(space: string, name: string): string {
    return `${space} ${this.#parts.options.nameKey(name)}`;
  }
}

/** What has its names in common. */
const SPACES: Readonly<Record<Touch['kind'], 'relation' | 'type' | 'function' | 'part'>> = {
  table: 'relation',
  view: 'relation',
  index: 'relation',
  sequence: 'relation',
  statistics: 'relation',
  type: 'type',
  enum: 'type',
  function: 'function',
  schema: 'type',
  trigger: 'part',
  rule: 'part',
  policy: 'part',
};

/** What lies in a database schema. */
function within(objects: ReadonlyMap<string, MadeObject>, schema: string): readonly string[] {
  return [...objects].filter(([, { name }]) => name.startsWith(`${schema}.`)).map(([key]) => key);
}
