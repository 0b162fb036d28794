/** The words of a name, in lower case: `audit_log`, `AuditLog` and `audit-log` have two. */
export function nameWords(name: string): readonly string[] {
  return name
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1_$2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Whether a name begins with a prefix, word by word: `blogger_posts` does not begin with `blog`. */
export function hasPrefix(name: string, prefix: string): boolean {
  const wanted = nameWords(prefix);
  const words = nameWords(name);
  return words.length >= wanted.length && wanted.every((word, index) => words[index] === word);
}
