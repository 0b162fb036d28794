const LONGEST_NAME = 63;

/**
 * What keeps a name from being that of a database schema, to be read after the name; null where nothing does. A dot would
 * be read as the one between a schema and a table, and a quote as the end of the name.
 */
export function whyUnfitNamespace(name: string): string | null {
  if (name === '') return 'it is empty';
  if (new TextEncoder().encode(name).length > LONGEST_NAME) return `it is longer than ${LONGEST_NAME} bytes`;
  if (/^pg_/i.test(name)) return 'names that start with "pg_" are those of PostgreSQL itself';
  if (name.toLowerCase() === 'information_schema') return "that schema is PostgreSQL's own";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/[."\\\u0000-\u001f\u007f]/.test(name)) return 'it has a dot, a quote, a backslash or a control character';
  if (name !== name.trim()) return 'it starts or ends with white space';
  return null;
}
