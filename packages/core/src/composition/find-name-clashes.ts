import type { Finding } from '../findings.js';
import { type Claim, contested, laterClaims, ownersOf, relatedClaims } from './claims.js';
import { hasRelations } from './collect-relation-ends.js';
import { type CopiedModel, copiedModel } from './copied-model.js';
import { type Declaration, findingAt, placeOf } from './fragment.js';
import { upperCamelCase } from './opposite-name.js';
import { dependsOn, type SchemaIndex } from './schema-index.js';
import { sideTable } from './side-table.js';

interface NameClaim extends Claim {
  readonly declaration: Declaration;
}

/**
 * Models, views, types and enums share one set of names. Names that differ in case only clash too: the client reaches
 * `User` and `user` as the same `prisma.user`, and file systems and SQLite do not tell them apart.
 */
export function findNameClashes(index: SchemaIndex): readonly Finding[] {
  const claims: NameClaim[] = [];
  for (const { declarations } of index.fragments) {
    for (const declaration of declarations) {
      claims.push({ declaration, place: placeOf(declaration), label: () => `${declaration.kind} ${declaration.name}` });
    }
  }
  const keyOf = ({ declaration }: NameClaim) => declaration.name.toLowerCase();
  return contested(claims, { keyOf, order: index.dependencies.order }).map((group) => nameClash(index, group));
}

function nameClash(index: SchemaIndex, group: readonly NameClaim[]): Finding {
  const kept = group[0] as NameClaim;
  const [later] = laterClaims(group);
  const { name, kind, extension } = later.declaration;
  const isSame = group.every(({ declaration }) => declaration.name === name);
  const suggestion = `${upperCamelCase(extension)}${name}`;
  const message = isSame
    ? `${ownersOf(group)} each declare ${name}; a composed schema has one set of names for models, views, types and enums.`
    : `${group.map((claim) => `${claim.label()} (${claim.declaration.extension})`).join(' and ')} differ in case only${accessorNote(group)}.`;
  const isMeantToExtend =
    kept.declaration.name === name &&
    dependsOn(index, extension, kept.declaration.extension) &&
    hasRelations(kept.declaration) &&
    hasRelations(later.declaration);
  const extend = isMeantToExtend
    ? ` To add relation fields to ${kept.declaration.extension}'s ${name} instead, write "/// @extend" above the block.`
    : '';
  const rename = `${extension} comes later, so it renames: for example ${kind} ${suggestion}${keepTable(later.declaration)}`;
  const does = kind === 'type' ? '' : `; orchestrate fix --extension ${extension} does it`;
  const copy = copiedModel(index, later.declaration);
  return findingAt(later.place, {
    code: 'NAME_CLASH',
    message,
    fix: copy === null ? `${rename}${does}.${extend}` : `${rename}. ${extendCopy(copy)}`,
    related: relatedClaims(group),
  });
}

function accessorNote(group: readonly NameClaim[]): string {
  const accessors = new Set(group.map(({ declaration: { name } }) => name.slice(0, 1).toLowerCase() + name.slice(1)));
  const isClient = group.every(({ declaration }) => hasRelations(declaration));
  return accessors.size === 1 && isClient ? `, and the client has one prisma.${[...accessors][0]} for both` : '';
}

/** A table that has a name of its own keeps it. */
function keepTable({ databaseName, name, kind }: Declaration): string {
  return databaseName === name || kind === 'type' ? '' : ` (its @@map(${JSON.stringify(databaseName)}) can stay)`;
}

/** A model that looks like the other's own is rather to extend it. */
function extendCopy({ copy: { extension, name }, original, relations, columns, rest }: CopiedModel): string {
  const whose = `${original.extension}'s ${name}`;
  if (columns.length === 0 && rest.length === 0) {
    const mend = relations.length === 0 ? 'removes it' : 'makes an extending block of it ("/// @extend")';
    return `Where it is meant to be ${whose}, orchestrate fix ${mend}.`;
  }
  const extend = `Where it is meant to be ${whose}, write "/// @extend" above the block and leave only opposite relation fields in it`;
  if (columns.length === 0) return `${extend}.`;
  return `${extend}; columns of ${extension} go to a table of its own:\n\n${sideTable(extension, original, columns.join('\n  '))}`;
}
