import { quoteIdentifier } from './quote.js';
import { truncateIdentifier } from './truncate-identifier.js';

/** A table or an enum, and the database schema that it is in. */
export interface SchemaName {
  readonly schema: string;
  readonly name: string;
}

/** Writes a name: bare in the default schema, `schema.name` elsewhere; a part with a dot or a quote is quoted as in SQL. */
export function writeEntityName({ schema, name }: SchemaName, defaultSchema: string): string {
  const bare = part(name);
  const stored = truncateIdentifier(schema);
  return stored === truncateIdentifier(defaultSchema) ? bare : `${part(stored)}.${bare}`;
}

/** Reads a name of {@link writeEntityName} back. */
export function readEntityName(entityName: string, defaultSchema: string): SchemaName {
  const [first = '', second] = [...entityName.matchAll(/"(?:[^"]|"")*"|[^."]+/g)].map(([text]) => unquoted(text));
  return second === undefined ? { schema: defaultSchema, name: first } : { schema: first, name: second };
}

function part(name: string): string {
  const stored = truncateIdentifier(name);
  return /[."]/.test(stored) ? quoteIdentifier(stored) : stored;
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}
