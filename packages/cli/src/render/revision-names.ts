/** Names of revisions where a column says already whose they are: `blog/2026…_init` is `2026…_init`. */
export function revisionNames(ids: readonly string[]): string {
  return ids.map((id) => id.slice(id.indexOf('/') + 1)).join(', ');
}
