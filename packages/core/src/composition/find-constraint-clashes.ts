import type { Finding } from '../findings.js';
import { argumentOf, fieldNames, stringValue } from '../fragment/literals.js';
import type { Attribute, Field } from '../fragment/parsed-file.js';
import { type Claim, contested, laterClaims, ownersOf, relatedClaims } from './claims.js';
import { type Declaration, findingAt, mappedName } from './fragment.js';
import { foreignKeyOf } from './relation-end.js';
import type { SchemaIndex } from './schema-index.js';

/** How Prisma ends the default name of each kind. */
const SUFFIXES = { id: 'pkey', unique: 'key', index: 'idx', relation: 'fkey' } as const;
type ConstraintKind = keyof typeof SUFFIXES;

interface ConstraintClaim extends Claim {
  readonly kind: ConstraintKind;
  /** In the database. */
  readonly name: string;
  readonly table: string;
  readonly schema: string | null;
}

/**
 * Indexes, keys and foreign keys by their names in the database, given or Prisma's default. A database schema has one
 * set of index names, whatever their tables.
 */
export function findConstraintClashes(index: SchemaIndex): readonly Finding[] {
  const claims: ConstraintClaim[] = [];
  for (const { declarations } of index.fragments) {
    for (const model of declarations) if (model.kind === 'model') collectConstraints(model, claims);
  }
  const keyOf = ({ kind, schema, name }: ConstraintClaim) =>
    `${schema ?? ''}\n${kind === 'relation' ? 'foreign key' : 'index'}\n${name.toLowerCase()}`;
  return contested(claims, { keyOf, order: index.dependencies.order })
    .filter((group) => new Set(group.map(({ table }) => table.toLowerCase())).size > 1)
    .map(constraintClash);
}

function collectConstraints(model: Declaration, claims: ConstraintClaim[]): void {
  for (const field of model.block.fields) {
    for (const attribute of field.attributes) {
      const kind = kindOf(attribute.name);
      if (kind === null || kind === 'index') continue;
      const columns = kind === 'relation' ? foreignKeyOf(field) : [field.name];
      if (columns !== null) claims.push(constraintClaim(model, { kind, attribute, columns, field }));
    }
  }
  for (const attribute of model.block.attributes) {
    const kind = kindOf(attribute.name);
    if (kind === null || kind === 'relation') continue;
    const columns = fieldNames(argumentOf(attribute, 'fields', 'first')?.value ?? '');
    claims.push(constraintClaim(model, { kind, attribute, columns, field: null }));
  }
}

function kindOf(attribute: string): ConstraintKind | null {
  switch (attribute) {
    case 'id':
    case 'unique':
    case 'index':
    case 'relation':
      return attribute;
    case 'fulltext':
      return 'index';
    default:
      return null;
  }
}

function constraintClaim(
  model: Declaration,
  constraint: {
    readonly kind: ConstraintKind;
    readonly attribute: Attribute;
    readonly columns: readonly string[];
    readonly field: Field | null;
  },
): ConstraintClaim {
  const { kind, attribute, columns, field } = constraint;
  return {
    kind,
    name: givenName(attribute) ?? defaultName(model, { kind, columns }),
    table: model.databaseName,
    schema: model.schema,
    place: { file: model.file, offset: attribute.span.start },
    label: () =>
      field === null ? `@@${attribute.name} of ${model.name}` : `@${attribute.name} of ${model.name}.${field.name}`,
  };
}

function givenName(attribute: Attribute): string | null {
  const map = argumentOf(attribute, 'map');
  return map === null ? null : stringValue(map.value);
}

function defaultName(
  model: Declaration,
  { kind, columns }: { readonly kind: ConstraintKind; readonly columns: readonly string[] },
): string {
  const parts = kind === 'id' ? [] : columns.map((name) => columnName(model, name));
  return [model.databaseName, ...parts, SUFFIXES[kind]].join('_');
}

function columnName({ block }: Declaration, name: string): string {
  const field = block.fields.find((candidate) => candidate.name === name);
  return (field && mappedName(field.attributes)) ?? name;
}

function constraintClash(group: readonly ConstraintClaim[]): Finding {
  const [later] = laterClaims(group);
  const { extension } = later.place.file;
  const suggestion = JSON.stringify(`${extension.replaceAll('-', '_')}_${later.name}`);
  return findingAt(later.place, {
    code: 'CONSTRAINT_CLASH',
    message: `${ownersOf(group)} use the same name for ${later.kind === 'relation' ? 'a foreign key' : 'an index or a key'} in the database, ${JSON.stringify(later.name)}: ${group.map((claim) => claim.label()).join(', ')}.`,
    fix: `${extension} comes later, so it gives its own another name: add map: ${suggestion} to ${later.label()}.`,
    related: relatedClaims(group),
  });
}
