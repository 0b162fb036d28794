import type { DataChange, TableColumn } from '../../database/database.js';

/** Data of the database as it is before a plan. */
export interface DataPart {
  readonly kind: 'table' | 'column' | 'rows';
  /** As DatabaseEntity.name. */
  readonly table: string;
  readonly column: string | null;
  /** Whether a condition chooses the rows, so that it may be fewer than all. */
  readonly isPartial: boolean;
}

/** A table while a plan runs. */
interface HeldTable {
  /** The tables of the database whose rows are in it. */
  readonly rowsOf: Set<string>;
  /** The columns of the database whose values are in it, by the name that they have now. */
  readonly columns: Map<string, readonly TableColumn[]>;
}

interface Copy {
  readonly from: HeldTable;
  readonly to: HeldTable;
  /** By key; null for all. */
  readonly columns: ReadonlySet<string> | null;
}

/**
 * Follows what is in a database through the changes of a plan, and says of each which data it takes away: not what the
 * plan itself has made, and not what it has put into another table before, as in a rebuild.
 */
export class DataFollower {
  readonly #tables = new Map<string, HeldTable>();
  readonly #names = new Map<string, string>();
  readonly #copies: Copy[] = [];
  readonly #key: (name: string) => string;

  /** @param key what two names have in common that mean the same */
  constructor(columns: readonly TableColumn[], key: (name: string) => string) {
    this.#key = key;
    for (const column of columns) {
      const table = this.#held(column.table) ?? this.#make(column.table);
      table.rowsOf.add(column.table);
      table.columns.set(key(column.name), [column]);
    }
  }

  /** All tables that there are now. */
  get tables(): readonly string[] {
    return [...this.#names.values()];
  }

  /** What a change takes away. */
  follow(change: DataChange): readonly DataPart[] {
    if (change.kind === 'table-made') {
      if (this.#held(change.table) === undefined) this.#make(change.table);
      return [];
    }
    const table = this.#held(change.table);
    if (table === undefined) return [];
    switch (change.kind) {
      case 'table-dropped':
        this.#forget(change.table);
        return this.#leave(table);
      case 'table-renamed':
        this.#forget(change.table);
        this.#name(change.to, table);
        return [];
      case 'column-dropped': {
        const key = this.#key(change.column);
        const lost = columnsLost(table.columns.get(key) ?? []);
        table.columns.delete(key);
        return lost;
      }
      case 'column-renamed': {
        const key = this.#key(change.column);
        const values = table.columns.get(key);
        table.columns.delete(key);
        if (values !== undefined) table.columns.set(this.#key(change.to), values);
        return [];
      }
      case 'rows-deleted':
        return [...table.rowsOf].map((name) => ({
          kind: 'rows',
          table: name,
          column: null,
          isPartial: change.isPartial,
        }));
      case 'rows-copied': {
        const to = this.#held(change.to);
        const columns = change.columns === null ? null : new Set(change.columns.map(this.#key));
        if (to !== undefined && to !== table) this.#copies.push({ from: table, to, columns });
        return [];
      }
    }
  }

  /** A table goes: what was copied from it goes on where it was copied to. */
  #leave(table: HeldTable): readonly DataPart[] {
    const there = new Set(this.#tables.values());
    const copies = this.#copies.filter(({ from, to }) => from === table && there.has(to));
    if (copies.length === 0) {
      return [...table.rowsOf].map((name) => ({ kind: 'table', table: name, column: null, isPartial: false }));
    }
    const lost: DataPart[] = [];
    for (const [key, values] of table.columns) {
      const heirs = copies.filter(({ columns }) => columns === null || columns.has(key));
      if (heirs.length === 0) lost.push(...columnsLost(values));
      for (const { to } of heirs) to.columns.set(key, [...(to.columns.get(key) ?? []), ...values]);
    }
    for (const { to } of copies) for (const name of table.rowsOf) to.rowsOf.add(name);
    return lost;
  }

  #held(name: string): HeldTable | undefined {
    return this.#tables.get(this.#key(name));
  }

  #make(name: string): HeldTable {
    const table: HeldTable = { rowsOf: new Set(), columns: new Map() };
    this.#name(name, table);
    return table;
  }

  #name(name: string, table: HeldTable): void {
    this.#tables.set(this.#key(name), table);
    this.#names.set(this.#key(name), name);
  }

  #forget(name: string): void {
    this.#tables.delete(this.#key(name));
    this.#names.delete(this.#key(name));
  }
}

function columnsLost(columns: readonly TableColumn[]): readonly DataPart[] {
  return columns.map(({ table, name }) => ({ kind: 'column', table, column: name, isPartial: false }));
}
