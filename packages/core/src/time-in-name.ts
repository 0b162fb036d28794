/** A point in time as part of a name, on every system and in every database; names with it sort by age: `20260301T090000000Z`. */
export function timeInName(time: Date): string {
  return time.toISOString().replaceAll(/[-:.]/g, '');
}
