const MAX_NAMES = 5;

/** The first of some names, and how many more there are. */
export function nameList(names: readonly string[]): string {
  const more = names.length - MAX_NAMES;
  return names.slice(0, MAX_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
