import type { Driver, TableColumn } from '../../database/database.js';
import { groupBy } from '../../group-by.js';

/** A step that loses data, or that cannot run where there are rows. */
export interface DestructiveStep {
  readonly kind: 'dropped-table' | 'dropped-column' | 'dropped-value' | 'narrowed-column' | 'required-column';
  readonly table: string;
  /** Null for a whole table. */
  readonly column: string | null;
  readonly message: string;
}

/** The columns of a shadow database before and after a revision. */
export interface ColumnChange {
  readonly before: readonly TableColumn[];
  readonly after: readonly TableColumn[];
}

/** What going from one state to the other would cost, table by table in the order of `before`. */
export function destructiveSteps(
  { before, after }: ColumnChange,
  driver: Pick<Driver, 'isWidening'>,
): readonly DestructiveStep[] {
  const oldTables = groupBy(before, ({ table }) => table);
  const newTables = groupBy(after, ({ table }) => table);
  return [...oldTables].flatMap(([table, oldColumns]) => {
    const newColumns = newTables.get(table);
    if (newColumns === undefined) {
      return [{ kind: 'dropped-table', table, column: null, message: `Table ${table} is dropped, with all its rows.` }];
    }
    return [...lostColumns(oldColumns, newColumns, driver), ...addedColumns(oldColumns, newColumns)];
  });
}

function lostColumns(
  oldColumns: readonly TableColumn[],
  newColumns: readonly TableColumn[],
  driver: Pick<Driver, 'isWidening'>,
): readonly DestructiveStep[] {
  return oldColumns.flatMap((old): readonly DestructiveStep[] => {
    const { table, name: column } = old;
    const now = newColumns.find(({ name }) => name === column);
    if (now === undefined) {
      return [
        { kind: 'dropped-column', table, column, message: `Column ${table}.${column} is dropped, with its values.` },
      ];
    }
    const steps: DestructiveStep[] = [];
    if (now.type !== old.type && !driver.isWidening(old.type, now.type)) {
      const message = `Column ${table}.${column} changes from ${old.type} to ${now.type}; values that do not fit are lost or stop the revision.`;
      steps.push({ kind: 'narrowed-column', table, column, message });
    }
    const values = old.values?.filter((value) => now.values?.includes(value) === false) ?? [];
    if (values.length > 0) {
      const message = `Column ${table}.${column} loses ${values.map((value) => `'${value}'`).join(', ')} of its enum; rows that hold ${values.length === 1 ? 'it' : 'one of them'} stop the revision.`;
      steps.push({ kind: 'dropped-value', table, column, message });
    }
    if (now.required && !old.required) {
      const message = `Column ${table}.${column} becomes required; rows without a value ${now.hasDefault ? 'get its default' : 'stop the revision'}.`;
      steps.push({ kind: 'required-column', table, column, message });
    }
    return steps;
  });
}

function addedColumns(
  oldColumns: readonly TableColumn[],
  newColumns: readonly TableColumn[],
): readonly DestructiveStep[] {
  return newColumns
    .filter(({ name, required, hasDefault }) => required && !hasDefault && !oldColumns.some((old) => old.name === name))
    .map(({ table, name: column }) => ({
      kind: 'required-column',
      table,
      column,
      message: `Column ${table}.${column} is new, required and has no default; the revision stops where the table has rows.`,
    }));
}
