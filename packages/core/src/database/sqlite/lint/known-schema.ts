import type { SqliteAction } from './read-action.js';

/** A column as far as rules ask. */
export interface KnownColumn {
  readonly name: string;
  readonly isRequired: boolean;
}

/** A table as statements have left it. */
export interface KnownTable {
  /** Null where it was made of a query. */
  readonly columns: readonly KnownColumn[] | null;
  readonly isNumbered: boolean;
}

/** What two names have in common that mean the same thing: SQLite folds the letters of ASCII. */
export function keyOf(name: string): string {
  return name.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Tables, and what hangs on them, as statements in their order leave them. */
export class KnownSchema {
  readonly tables = new Map<string, KnownTable>();
  /** Indexes and triggers by their names, with their table. */
  readonly #dependents = new Map<
    string,
    { readonly name: string; readonly kind: 'index' | 'trigger'; table: string }
  >();

  /** The indexes and triggers of a table. */
  dependentsOf(table: string): readonly { readonly name: string; readonly kind: 'index' | 'trigger' }[] {
    return [...this.#dependents.values()].filter((dependent) => dependent.table === keyOf(table));
  }

  read(action: SqliteAction): void {
    switch (action.kind) {
      case 'create-table': {
        const columns = action.declared?.columns ?? null;
        if (action.ifMissing && this.tables.has(keyOf(action.table))) return;
        this.tables.set(keyOf(action.table), { columns, isNumbered: columns?.some((it) => it.isNumbered) ?? false });
        return;
      }
      case 'drop-table':
        this.tables.delete(keyOf(action.name));
        for (const [key, { table }] of this.#dependents) if (table === keyOf(action.name)) this.#dependents.delete(key);
        return;
      case 'rename-table': {
        const table = this.tables.get(keyOf(action.table));
        this.tables.delete(keyOf(action.table));
        if (table !== undefined) this.tables.set(keyOf(action.to), table);
        for (const dependent of this.#dependents.values()) {
          if (dependent.table === keyOf(action.table)) dependent.table = keyOf(action.to);
        }
        return;
      }
      case 'add-column':
        this.#change(action.table, (columns) => [...columns, action.column]);
        return;
      case 'drop-column':
        this.#change(action.table, (columns) => columns.filter(({ name }) => keyOf(name) !== keyOf(action.column)));
        return;
      case 'rename-column':
        this.#change(action.table, (columns) =>
          columns.map((it) => (keyOf(it.name) === keyOf(action.column) ? { ...it, name: action.to } : it)),
        );
        return;
      case 'create-index':
      case 'create-trigger': {
        const kind = action.kind === 'create-index' ? 'index' : 'trigger';
        this.#dependents.set(keyOf(action.name), { name: action.name, kind, table: keyOf(action.table) });
        return;
      }
      case 'drop-index':
      case 'drop-trigger':
        this.#dependents.delete(keyOf(action.name));
        return;
      default:
        return;
    }
  }

  #change(table: string, edit: (columns: readonly KnownColumn[]) => readonly KnownColumn[]): void {
    const known = this.tables.get(keyOf(table));
    if (known?.columns == null) return;
    this.tables.set(keyOf(table), { ...known, columns: edit(known.columns) });
  }
}
