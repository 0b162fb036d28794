import type { Finding } from '../findings.js';
import { argumentOf, fieldNames, stringValue } from '../fragment/literals.js';
import type { Attribute, Field } from '../fragment/parsed-file.js';
import { type Claim, contested, laterClaims, ownersOf, relatedClaims } from './claims.js';
import { type ConstraintKind, defaultConstraintName, firstBytes } from './constraint-name.js';
import type { Dialect } from './dialect.js';
import { type Declaration, findingAt, mappedName } from './fragment.js';
import type { SchemaIndex } from './schema-index.js';

/** A name that an index or a key takes. */
export interface IndexClaim extends Claim {
  /** In the database. */
  readonly name: string;
  readonly table: string;
  readonly schema: string | null;
}

/**
 * Indexes and keys by their names in the database, given or Prisma's default. Where a database or a schema has one set of
 * names for some kinds of them, whatever their tables, two extensions can meet in it.
 */
export function findConstraintClashes(index: SchemaIndex, dialect: Dialect): readonly Finding[] {
  const claims = claimIndexes(
    index.fragments.flatMap(({ declarations }) => declarations),
    dialect,
  );
  const folded = (name: string): string => (dialect.isCaseSensitive ? name : name.toLowerCase());
  const keyOf = ({ schema, name }: IndexClaim) => `${schema ?? ''}\n${folded(name)}`;
  return contested(claims, { keyOf, order: index.dependencies.order })
    .filter((group) => new Set(group.map(({ table }) => folded(table))).size > 1)
    .map((group) => constraintClash(group, dialect));
}

/** The names of indexes and keys that models take; none where each table has names of its own. */
export function claimIndexes(declarations: readonly Declaration[], dialect: Dialect): readonly IndexClaim[] {
  // A table is one extension's, and so are its indexes.
  if (dialect.sharedNames.size === 0) return [];
  const claims: IndexClaim[] = [];
  for (const model of declarations) if (model.kind === 'model') collectConstraints(model, { dialect, claims });
  return claims;
}

interface Collecting {
  readonly dialect: Dialect;
  readonly claims: IndexClaim[];
}

function collectConstraints(model: Declaration, { dialect, claims }: Collecting): void {
  const claim = (constraint: Omit<Constraint, 'kind'>): void => {
    const kind = KINDS.get(constraint.attribute.name);
    if (kind === undefined || !dialect.sharedNames.has(kind)) return;
    claims.push(indexClaim(model, { ...constraint, kind }, dialect));
  };
  for (const field of model.block.fields) {
    for (const attribute of field.attributes) {
      const columns = attribute.name === 'relation' ? listedFields(attribute, 'fields') : [field.name];
      // The other side of a relation has no foreign key.
      if (columns.length > 0) claim({ attribute, columns, field });
    }
  }
  for (const attribute of model.block.attributes) {
    claim({ attribute, columns: listedFields(attribute, 'fields', 'first'), field: null });
  }
}

function listedFields(attribute: Attribute, ...where: [name: string, position?: 'first']): readonly string[] {
  return fieldNames(argumentOf(attribute, ...where)?.value ?? '');
}

const KINDS: ReadonlyMap<string, ConstraintKind> = new Map([
  ['id', 'id'],
  ['unique', 'unique'],
  ['index', 'index'],
  ['fulltext', 'index'],
  ['relation', 'foreign-key'],
]);

interface Constraint {
  readonly kind: ConstraintKind;
  readonly attribute: Attribute;
  readonly columns: readonly string[];
  /** Null where the attribute is the model's. */
  readonly field: Field | null;
}

function indexClaim(model: Declaration, { kind, attribute, columns, field }: Constraint, dialect: Dialect): IndexClaim {
  const { databaseName: table, schema } = model;
  const inDatabase = columns.map((name) => columnName(model, name));
  return {
    name: givenName(attribute) ?? defaultConstraintName({ kind, table, columns: inDatabase }, dialect.nameBytes),
    table,
    schema,
    place: { file: model.file, offset: attribute.span.start },
    label: () =>
      field === null ? `@@${attribute.name} of ${model.name}` : `@${attribute.name} of ${model.name}.${field.name}`,
  };
}

function givenName(attribute: Attribute): string | null {
  const map = argumentOf(attribute, 'map');
  return map === null ? null : stringValue(map.value);
}

function columnName({ block }: Declaration, name: string): string {
  const field = block.fields.find((candidate) => candidate.name === name);
  return (field && mappedName(field.attributes)) ?? name;
}

function constraintClash(group: readonly IndexClaim[], { nameBytes }: Dialect): Finding {
  const [later] = laterClaims(group);
  const { extension } = later.place.file;
  const suggestion = firstBytes(`${extension.replaceAll('-', '_')}_${later.name}`, nameBytes);
  return findingAt(later.place, {
    code: 'CONSTRAINT_CLASH',
    message: `${ownersOf(group)} use the same name for an index or a key in the database, ${JSON.stringify(later.name)}: ${group.map((claim) => claim.label()).join(', ')}.`,
    fix: `${extension} comes later, so it gives its own another name: add map: ${JSON.stringify(suggestion)} to ${later.label()}.`,
    related: relatedClaims(group),
  });
}
