/** What SQLite takes for no table without quotes; most of its words it does: https://www.sqlite.org/lang_keywords.html */
const WORDS: ReadonlySet<string> = new Set(
  (
    'add all alter and as autoincrement between case check collate commit constraint create default deferrable delete ' +
    'distinct drop else escape except exists foreign from group having in index insert intersect into is isnull join limit not nothing ' +
    'notnull null on or order primary references returning select set table then to transaction union unique update using ' +
    'values when where'
  ).split(' '),
);

/** Whether SQLite wants quotes around a name because it is a word of SQL. */
export function isSqliteWord(name: string): boolean {
  return WORDS.has(name.toLowerCase());
}
