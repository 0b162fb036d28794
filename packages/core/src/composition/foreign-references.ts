import type { ExtensionSource } from '../fragment/extension-source.js';
import { argumentOf, attributeOf, fieldNames } from '../fragment/literals.js';
import type { Block, Field } from '../fragment/parsed-file.js';
import { collectRelationEnds } from './collect-relation-ends.js';
import { resolveDependencies } from './dependencies.js';
import { mappedName } from './fragment.js';
import { readSchema } from './read-schema.js';
import type { RelationEnd } from './relation-end.js';

/** A relation of one extension that needs columns of another extension's table. */
export interface ForeignReference {
  /** The field that holds it, `Post.author`. */
  readonly from: string;
  readonly target: {
    readonly extension: string;
    /** The table in the database. */
    readonly databaseName: string;
    readonly schema: string | null;
    /** The columns in the database that a foreign key refers to; none where relations have no foreign keys. */
    readonly columns: readonly string[];
  };
}

/**
 * What the models of an extension refer to in the tables of others: by a foreign key, or through the table of an
 * implicit many-to-many relation, which refers to the other model's id. With `relationMode = "prisma"` the database knows
 * of no relation, and only the tables are needed for the rows to be.
 */
export function foreignReferences(sources: readonly ExtensionSource[], extension: string): readonly ForeignReference[] {
  const { index, dialect } = readSchema(sources, { dependencies: resolveDependencies(sources) });
  return collectRelationEnds(index)
    .ends.filter((end) => end.extension === extension && end.target.extension !== extension)
    .flatMap((end) => referenceOf(end, dialect.hasForeignKeys));
}

function referenceOf({ model, field, target }: RelationEnd, hasForeignKeys: boolean): readonly ForeignReference[] {
  // Views have no foreign keys, neither from them nor to them.
  if (model.kind === 'view' || target.kind === 'view') return [];
  const names = referencedFields(field, target.block);
  if (names.length === 0) return [];
  const { databaseName, schema } = target;
  const columns = hasForeignKeys ? names.map((name) => columnOf(target.block, name)) : [];
  return [
    { from: `${model.name}.${field.name}`, target: { extension: target.extension, databaseName, schema, columns } },
  ];
}

function referencedFields(field: Field, target: Block): readonly string[] {
  const relation = attributeOf(field.attributes, 'relation');
  const references = relation && argumentOf(relation, 'references');
  if (references) return fieldNames(references.value);
  if (field.type.arity !== 'list') return [];
  // An implicit many-to-many relation needs an id of a single field.
  return target.fields.filter(({ attributes }) => attributeOf(attributes, 'id') !== null).map(({ name }) => name);
}

function columnOf(block: Block, name: string): string {
  const field = block.fields.find((each) => each.name === name);
  return (field && mappedName(field.attributes)) ?? name;
}
