import type { ForeignKey } from '../../../database/database.js';

/** An order in which rows can be put back. */
export interface TableOrder {
  readonly tables: readonly string[];
  /** References that no order satisfies: to a table that comes later, or to the same one. */
  readonly backward: readonly ForeignKey[];
}

/** Tables after those that they refer to, as far as references go in no circle; else as they come. */
export function orderTables(tables: readonly string[], foreignKeys: readonly ForeignKey[]): TableOrder {
  const known = new Set(tables);
  const among = foreignKeys.filter(({ table, references }) => known.has(table) && known.has(references));
  const ordered: string[] = [];
  const left = new Set(tables);
  while (left.size > 0) {
    const isReady = (table: string): boolean =>
      among.every((key) => key.table !== table || key.references === table || !left.has(key.references));
    const next = [...left].find(isReady) ?? ([...left][0] as string);
    left.delete(next);
    ordered.push(next);
  }
  const place = new Map(ordered.map((table, at) => [table, at]));
  const placeOf = (table: string): number => place.get(table) ?? 0;
  return { tables: ordered, backward: among.filter((key) => placeOf(key.references) >= placeOf(key.table)) };
}
