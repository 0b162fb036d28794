/** How Prisma ends the default name of each kind. */
const SUFFIXES = { id: '_pkey', unique: '_key', index: '_idx', 'foreign-key': '_fkey' } as const;

/** An index, or a key. */
export type ConstraintKind = keyof typeof SUFFIXES;

/**
 * The name that Prisma gives a constraint or index that is given none: what is too long for the database loses its end,
 * though not the suffix (`ConstraintNames` in Prisma's psl).
 *
 * @param nameBytes the longest name, in bytes of UTF-8
 */
export function defaultConstraintName(
  {
    kind,
    table,
    columns,
  }: { readonly kind: ConstraintKind; readonly table: string; readonly columns: readonly string[] },
  nameBytes: number,
): string {
  const name = [table, ...(kind === 'id' ? [] : columns)].join('_');
  const suffix = SUFFIXES[kind];
  return `${firstBytes(name, nameBytes - suffix.length)}${suffix}`;
}

/** As many whole characters from the start as fit into so many bytes of UTF-8. */
export function firstBytes(text: string, limit: number): string {
  let bytes = 0;
  let fitting = '';
  for (const character of text) {
    bytes += bytesOf(character.codePointAt(0) as number);
    if (bytes > limit) return fitting;
    fitting += character;
  }
  return fitting;
}

function bytesOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x1_0000 ? 3 : 4;
}
