/**
 * The one order of the project: by UTF-16 code unit, the same on every machine and in every locale.
 *
 * @returns a negative number, zero or a positive number, as `Array.prototype.sort` wants it
 */
export function compareCodeUnits(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A sorted copy, by {@link compareCodeUnits}. */
export function sorted(values: Iterable<string>): readonly string[] {
  return [...values].sort(compareCodeUnits);
}
