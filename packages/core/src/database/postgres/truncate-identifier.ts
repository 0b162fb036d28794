/** The longest name that PostgreSQL keeps whole. */
export const MAX_NAME_BYTES = 63;

/** A name as PostgreSQL stores it: whole characters of at most 63 bytes of UTF-8. */
export function truncateIdentifier(name: string): string {
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return name;
  let bytes = 0;
  let end = 0;
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > MAX_NAME_BYTES) break;
    end += character.length;
  }
  return name.slice(0, end);
}

/** A name with an end that stays whole: what would be too long goes before it. */
export function withNameEnd(name: string, end: string): string {
  const characters = [...name];
  while (Buffer.byteLength(characters.join('') + end) > MAX_NAME_BYTES) characters.pop();
  return characters.join('') + end;
}
