import type { CatalogEntry } from '../database.js';

/** What DROP calls an object, where the catalog calls it otherwise; what is not here goes with something else. */
const WORDS: Readonly<Record<string, string>> = {
  table: 'TABLE',
  view: 'VIEW',
  'materialized view': 'MATERIALIZED VIEW',
  index: 'INDEX',
  sequence: 'SEQUENCE',
  statistics: 'STATISTICS',
  enum: 'TYPE',
  domain: 'DOMAIN',
  range: 'TYPE',
  'composite type': 'TYPE',
  type: 'TYPE',
  function: 'FUNCTION',
  procedure: 'PROCEDURE',
  aggregate: 'AGGREGATE',
  operator: 'OPERATOR',
  collation: 'COLLATION',
  cast: 'CAST',
  'text search configuration': 'TEXT SEARCH CONFIGURATION',
  'text search dictionary': 'TEXT SEARCH DICTIONARY',
};

/** Those that are named together with the relation that they are on, which the catalog puts first. */
const ON_RELATION: Readonly<Record<string, string>> = { trigger: 'TRIGGER', rule: 'RULE', policy: 'POLICY' };

/** A name in SQL after those of its schema and its relation. */
const LAST_PART = /^(.*)\.("(?:[^"]|"")*"|[^".]+)$/s;

/** Drops something with all that depends on it; null for what goes with something else. */
export function dropStatement({ kind, name }: Pick<CatalogEntry, 'kind' | 'name'>): string | null {
  const word = WORDS[kind];
  if (word !== undefined) return `DROP ${word} IF EXISTS ${name} CASCADE`;
  const onRelation = ON_RELATION[kind];
  const [, relation, part] = LAST_PART.exec(name) ?? [];
  return onRelation === undefined || relation === undefined || part === undefined
    ? null
    : `DROP ${onRelation} IF EXISTS ${part} ON ${relation} CASCADE`;
}
