import type { ExtensionSource } from '../fragment/extension-source.js';
import { groupBy } from '../group-by.js';
import { type AddedField, placeOfAdded } from './added-field.js';
import { collectRelationEnds } from './collect-relation-ends.js';
import { composeApart, composeFile } from './compose-file.js';
import type { Composition, OwnedEntity } from './composition.js';
import { byOrder, dependencyClosure, resolveDependencies } from './dependencies.js';
import { editConfigBlocks } from './edit-config-blocks.js';
import { findConstraintClashes } from './find-constraint-clashes.js';
import { findNameClashes } from './find-name-clashes.js';
import { findTableClashes } from './find-table-clashes.js';
import { type Declaration, placeOf, positionOf } from './fragment.js';
import { findFragmentProblems } from './fragment-problems.js';
import { findJoinTables, type JoinTable } from './join-tables.js';
import { orderFindings } from './order-findings.js';
import { pairEnds } from './pair-ends.js';
import { planOppositeFields } from './plan-opposite-fields.js';
import { readExtendingBlocks } from './read-extending-blocks.js';
import { readSchema } from './read-schema.js';

/** How to compose. */
export interface ComposeOptions {
  /** Where the composed files go, relative to the workspace root and inside it; `generated/schema` unless given. */
  readonly outputDirectory?: string | undefined;
  /**
   * Database schemas that the datasource lists besides those of the fragments, so that Prisma's engine sees what is left
   * in them: where tables of an extension were before its namespace changed.
   */
  readonly namespaces?: readonly string[] | undefined;
  /** An extension whose files are composed each for itself, under their own paths and line by line as they are. */
  readonly apart?: string | undefined;
}

/**
 * Merges the fragments of all extensions into one Prisma schema, one file each, and finds what does not fit together.
 * Reads and writes nothing; the result does not depend on the order of the sources.
 *
 * @returns a schema that Prisma's validator accepts or can judge, and every finding; with an error among them the
 * schema must not be used
 *
 * @example
 * ```ts
 * const { files, findings } = compose(await readFragments(workspace), { outputDirectory: 'generated/schema' });
 * ```
 */
export function compose(sources: readonly ExtensionSource[], options: ComposeOptions = {}): Composition {
  const dependencies = resolveDependencies(sources);
  const schema = readSchema(sources, { dependencies, namespaces: options.namespaces });
  const { index, dialect, namespaces } = schema;
  const { fragments } = index;

  const own = collectRelationEnds(index);
  const extending = readExtendingBlocks(index);
  const pairs = pairEnds([...own.ends, ...extending.fields.flatMap(({ end }) => (end === null ? [] : [end]))]);
  const opposite = planOppositeFields(index, { pairs, extending: extending.fields });
  const joinTables = findJoinTables(pairs);
  const configs = fragments.map((fragment) =>
    editConfigBlocks(fragment, {
      outputDirectory: options.outputDirectory ?? 'generated/schema',
      namespaces: namespaces?.listed ?? null,
    }),
  );

  const added = groupByModel(opposite.added, dependencies.order);
  const files = fragments.flatMap((fragment, at) => {
    const changes = { edits: configs[at]?.edits ?? [], added };
    return fragment.extension === options.apart ? composeApart(fragment, changes) : [composeFile(fragment, changes)];
  });
  const texts = new Map(files.map(({ path, mapped }) => [path, mapped]));
  return {
    extensions: dependencies.order,
    dependencies: dependencies.direct,
    namespaces,
    files: files.map(({ path, extension, text }) => ({ path, extension, text })),
    entities: [...fragments.flatMap(({ declarations }) => declarations.map(entityOf)), ...joinTables.map(joinEntityOf)],
    findings: orderFindings(dependencies.order, [
      ...dependencies.findings,
      ...schema.findings,
      ...findFragmentProblems(fragments),
      ...configs.flatMap(({ findings }) => findings),
      ...own.findings,
      ...extending.findings,
      ...opposite.findings,
      ...findNameClashes(index),
      ...findTableClashes(index, { joinTables, dialect }),
      ...findConstraintClashes(index, dialect),
    ]),
    locate: (file, offset) => {
      const origin = texts.get(file)?.origin(offset) ?? null;
      if (origin === null) return null;
      const { place, inserted } = origin;
      return { extension: place.file.extension, where: positionOf(place), inserted };
    },
  };
}

/**
 * The composition of one extension and everything it depends on, directly or not. What other extensions would add to
 * those models is not in it.
 */
export function composeClosure(
  sources: readonly ExtensionSource[],
  extension: string,
  options: ComposeOptions = {},
): Composition {
  const closure = dependencyClosure(extension, resolveDependencies(sources).direct);
  return compose(
    sources.filter(({ name }) => closure.has(name)),
    options,
  );
}

function groupByModel(
  fields: readonly AddedField[],
  order: readonly string[],
): ReadonlyMap<Declaration, readonly AddedField[]> {
  const compare = byOrder(order);
  const groups = groupBy(fields, ({ model }) => model);
  const sort = (group: readonly AddedField[]) =>
    [...group].sort((left, right) => compare(placeOfAdded(left), placeOfAdded(right)));
  return new Map([...groups].map(([model, group]) => [model, sort(group)]));
}

function entityOf(declaration: Declaration): OwnedEntity {
  const { kind, name, databaseName, schema, extension } = declaration;
  return { kind, name, databaseName, schema, extension, where: positionOf(placeOf(declaration)) };
}

function joinEntityOf({ name, schema, extension, place }: JoinTable): OwnedEntity {
  return { kind: 'join-table', name, databaseName: name, schema, extension, where: positionOf(place) };
}
