import { argumentOf, attributeOf, fieldNames, stringValue } from '../fragment/literals.js';
import type { Attribute, Block, Field } from '../fragment/parsed-file.js';
import type { Declaration, FragmentFile, Place } from './fragment.js';

/** A relation field: one of the two ends that Prisma wants of every relation. */
export interface RelationEnd {
  /** The extension whose text it is. */
  readonly extension: string;
  readonly file: FragmentFile;
  readonly field: Field;
  /** The model that has the field; for an extending block the model that is extended. */
  readonly model: Declaration;
  /** The model that the field refers to. */
  readonly target: Declaration;
  /** What `@relation("…")` says. */
  readonly name: string | null;
  /** The foreign key fields, where the field says which. */
  readonly foreignKey: readonly string[] | null;
  readonly origin: 'model' | 'extending block';
}

/** Where the field's name stands. */
export function placeOfEnd({ file, field }: RelationEnd): Place {
  return { file, offset: field.nameSpan.start };
}

/** The name of a relation, null for an unnamed one. */
export function relationName(field: Field): string | null {
  const argument = relationArgument(field, 'name', 'first');
  return argument === null ? null : stringValue(argument);
}

/** The foreign key fields that a relation field names, null where it names none. */
export function foreignKeyOf(field: Field): readonly string[] | null {
  const argument = relationArgument(field, 'fields');
  return argument === null ? null : fieldNames(argument);
}

function relationArgument(field: Field, name: string, position?: 'first'): string | null {
  const relation = attributeOf(field.attributes, 'relation');
  return (relation && argumentOf(relation, name, position)?.value) ?? null;
}

/** Whether a model has at most one row for each value of these fields: then the relation is one-to-one. */
export function isUnique(block: Block, fields: readonly string[]): boolean {
  const [single] = fields;
  if (fields.length === 1) {
    const field = block.fields.find(({ name }) => name === single);
    if (field?.attributes.some((attribute) => isKey(attribute))) return true;
  }
  // Prisma wants the key's fields in the order of the foreign key's.
  return block.attributes.some((attribute) => {
    if (!isKey(attribute)) return false;
    const names = fieldNames(argumentOf(attribute, 'fields', 'first')?.value ?? '');
    return names.length === fields.length && names.every((name, at) => name === fields[at]);
  });
}

/** A partial key (`where:`) leaves room for duplicates. */
function isKey(attribute: Attribute): boolean {
  return (attribute.name === 'id' || attribute.name === 'unique') && argumentOf(attribute, 'where') === null;
}
