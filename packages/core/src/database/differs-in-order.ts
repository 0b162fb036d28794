import { compareCodeUnits } from '../compare.js';
import type { CatalogDifference } from './catalog-differences.js';

/** A string literal of SQL, as the values of an enum are described with. */
const VALUE = /E?'(?:[^']|'')*'/g;

/**
 * Whether the two sides are the same enum with its values in another order, which comes of adding values in another order.
 * Prisma does not tell the two apart, but the database sorts rows by it. (Columns have no order in a catalog.)
 */
export function differsInOrder({ kind, left, right }: CatalogDifference): boolean {
  if (kind !== 'enum' || left === null || right === null) return false;
  return sortedValues(left) === sortedValues(right);
}

function sortedValues(definition: string): string {
  return JSON.stringify((definition.match(VALUE) ?? []).sort(compareCodeUnits));
}
