import { HISTORY_TABLE_PREFIX, historyTableName } from '../extension.js';
import type { ExtensionSource } from '../fragment/extension-source.js';
import { collectRelationEnds } from './collect-relation-ends.js';
import { resolveDependencies } from './dependencies.js';
import { claimIndexes } from './find-constraint-clashes.js';
import { findJoinTables } from './join-tables.js';
import { oppositeName } from './opposite-name.js';
import { pairEnds } from './pair-ends.js';
import { readExtendingBlocks } from './read-extending-blocks.js';
import { readSchema } from './read-schema.js';
import { isScalar } from './schema-index.js';

/** What some extensions claim or refer to, in the form in which a fragment of another would have it written. */
export interface ClaimedNames {
  /** Each alone is reason enough to look closer. All names are in lower case. */
  readonly names: ReadonlySet<string>;
  /** Only both together: the models of a join table. */
  readonly pairs: readonly (readonly [string, string])[];
  /** The fields that they add to models of others, by model; as written. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
  /** A name as long as this one may be cut off where it meets theirs; null where none of theirs is cut off. */
  readonly longName: number | null;
}

/** Whose names to collect. */
export interface ClaimedNamesOptions {
  /** The extensions that claim. */
  readonly about: ReadonlySet<string>;
  readonly namespaces: readonly string[];
}

/**
 * Collects the names by which other extensions could clash with some, and those that these look for in vain.
 *
 * @param sources those extensions with all that they depend on
 * @returns null where anybody could clash
 */
export function claimedNames(
  sources: readonly ExtensionSource[],
  { about, namespaces }: ClaimedNamesOptions,
): ClaimedNames | null {
  const { index, dialect } = readSchema(sources, { dependencies: resolveDependencies(sources), namespaces });
  const { ends } = collectRelationEnds(index);
  const extending = readExtendingBlocks(index).fields;
  const joins = findJoinTables(pairEnds([...ends, ...extending.flatMap(({ end }) => end ?? [])]));
  const own = index.fragments.filter(({ extension }) => about.has(extension));
  const declarations = own.flatMap((fragment) => fragment.declarations);
  const isOwn = ({ extension }: { readonly extension: string }): boolean => about.has(extension);

  const tables = [
    ...declarations.map(({ databaseName }) => databaseName.toLowerCase()),
    ...joins.filter(isOwn).map(({ name }) => name.toLowerCase()),
  ];
  // It would be the history table of whoever has that name.
  if (tables.some((table) => table.startsWith(HISTORY_TABLE_PREFIX))) return null;

  const indexes = claimIndexes(declarations, dialect).map(({ name }) => name.toLowerCase());
  const limit = dialect.nameBytes - LONGEST_SUFFIX;
  const names = new Set([
    ...declarations.map(({ name }) => name.toLowerCase()),
    ...tables,
    ...[...about].map(historyTableName),
    ...indexes.flatMap(tablesIn),
    ...own.flatMap(unknownNames),
    // The name of a relation that makes a join table is written without the dash at its start.
    ...tables.filter((table) => table.startsWith('_')).map((table) => table.slice(1)),
  ]);
  return {
    names,
    pairs: tables.flatMap(modelsIn),
    fields: addedFields(),
    longName: indexes.some((name) => Buffer.byteLength(name) >= limit) ? limit - LONGEST_SUFFIX : null,
  };

  function addedFields(): ReadonlyMap<string, ReadonlySet<string>> {
    const fields = new Map<string, Set<string>>();
    const add = (model: string, field: string): void => {
      fields.set(model, (fields.get(model) ?? new Set()).add(field));
    };
    for (const { extension, model, target } of ends) {
      if (!about.has(extension) || target.extension === extension) continue;
      for (const arity of ['list', 'optional'] as const) add(target.name, oppositeName(model.name, arity));
    }
    for (const { from, model, field } of extending) if (isOwn(from.file)) add(model.name, field.name);
    return fields;
  }

  function unknownNames({ files, extending: blocks }: (typeof own)[number]): readonly string[] {
    const types = files.flatMap(({ parsed }) =>
      parsed.blocks.flatMap(({ fields }) => fields.map(({ type }) => type.name)),
    );
    const extended = blocks.map(({ block }) => block.name);
    return [...types, ...extended]
      .filter((name) => !isScalar(name) && !index.declarations.has(name))
      .map((name) => name.toLowerCase());
  }
}

/** In bytes: `_pkey`, and as much as a character may have that is cut off whole. */
const LONGEST_SUFFIX = 9;

/** The tables for which Prisma could give an index this name by default, and the name itself. */
function tablesIn(index: string): readonly string[] {
  const tables = [index];
  for (let at = index.indexOf('_'); at >= 0; at = index.indexOf('_', at + 1))
    if (at > 0) tables.push(index.slice(0, at));
  return tables;
}

/** The models for which Prisma could give a join table this name by default. */
function modelsIn(table: string): readonly (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  if (!table.startsWith('_')) return pairs;
  for (let at = table.indexOf('to', 2); at >= 0; at = table.indexOf('to', at + 1)) {
    pairs.push([table.slice(1, at), table.slice(at + 2)]);
  }
  return pairs;
}
