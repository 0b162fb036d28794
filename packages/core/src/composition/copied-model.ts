import { attributeOf } from '../fragment/literals.js';
import type { Field } from '../fragment/parsed-file.js';
import { schemaTokens } from '../fragment/schema-tokens.js';
import { hasRelations } from './collect-relation-ends.js';
import type { Declaration } from './fragment.js';
import { foreignKeyOf } from './relation-end.js';
import { dependsOn, isScalar, type SchemaIndex } from './schema-index.js';

/** A model or an enum of another extension that a fragment declares again. */
export interface CopiedModel {
  readonly copy: Declaration;
  readonly original: Declaration;
  /** Opposite relation fields, which an extending block may have. */
  readonly relations: readonly Field[];
  /** Columns and foreign keys that the original does not have, as they are written: nobody else's to add. */
  readonly columns: readonly string[];
  /** What else is in the block that the original does not have: `@@…`, and lines that are none of these. */
  readonly rest: readonly string[];
}

/**
 * Whether a model stands for one of the same name of a direct dependency: all its columns are that one's, or at least its
 * id and another one are. An enum does with the same values.
 *
 * @returns null for a model of its own that only happens to have the name
 */
export function copiedModel(index: SchemaIndex, copy: Declaration): CopiedModel | null {
  if (!hasRelations(copy) && copy.kind !== 'enum') return null;
  const original = index.declarations
    .get(copy.name)
    ?.find(({ extension }) => extension !== copy.extension && dependsOn(index, copy.extension, extension));
  if (original === undefined || original.kind !== copy.kind || namesOtherTable(copy, original)) return null;
  if (copy.kind === 'enum') {
    return valuesOf(copy) === valuesOf(original) ? { copy, original, relations: [], columns: [], rest: [] } : null;
  }
  const relations: Field[] = [];
  const columns: string[] = [];
  const rest: string[] = [];
  let shared = 0;
  for (const field of copy.block.fields) {
    const isRelation = isRelationField(index, field, copy.extension);
    if (hasField(original, field)) shared += isRelation ? 0 : 1;
    else if (isRelation && foreignKeyOf(field) === null && !isNamed(original, field)) relations.push(field);
    else columns.push(copy.file.text.slice(field.span.start, field.span.end));
  }
  for (const { span } of copy.block.attributes) {
    const written = textOf(copy, span);
    if (!original.block.attributes.some((other) => textOf(original, other.span) === written)) rest.push(written);
  }
  for (const { start, end } of copy.block.unknown) rest.push(copy.file.text.slice(start, end));
  const isPlain = columns.length === 0 && rest.length === 0;
  return shared >= (isPlain ? 1 : 2) && hasSameId(copy, original) ? { copy, original, relations, columns, rest } : null;
}

/** Whoever copies a model to have the file complete may well leave its `@@map` out; one that is written is meant. */
function namesOtherTable(copy: Declaration, original: Declaration): boolean {
  return copy.databaseName !== original.databaseName && attributeOf(copy.block.attributes, 'map') !== null;
}

function isRelationField(index: SchemaIndex, { type }: Field, extension: string): boolean {
  if (isScalar(type.name)) return false;
  const found = index.declarations.get(type.name) ?? [];
  return (found.find((each) => each.extension === extension) ?? found[0])?.kind !== 'enum' && found.length > 0;
}

function isNamed({ block }: Declaration, { name }: Field): boolean {
  return block.fields.some((field) => field.name === name);
}

/** The same name and the same type; what else is said of it counts where the original is. */
function hasField({ block }: Declaration, { name, type }: Field): boolean {
  return block.fields.some(
    (field) => field.name === name && field.type.name === type.name && field.type.arity === type.arity,
  );
}

function valuesOf({ file: { text }, block: { body } }: Declaration): string {
  const tokens = schemaTokens(text.slice(body.start, body.end));
  return tokens.filter((token) => !token.startsWith('//')).join(' ');
}

function hasSameId(copy: Declaration, original: Declaration): boolean {
  const idOf = ({ block }: Declaration) =>
    block.fields.find(({ attributes }) => attributeOf(attributes, 'id') !== null)?.name ?? null;
  return idOf(copy) === idOf(original);
}

function textOf({ file }: Declaration, { start, end }: { readonly start: number; readonly end: number }): string {
  return file.text.slice(start, end).replaceAll(/\s+/g, '');
}
