import { attributeOf } from '../fragment/literals.js';
import type { Declaration, Place } from './fragment.js';
import type { ExtendingField } from './read-extending-blocks.js';
import { isUnique, placeOfEnd, type RelationEnd } from './relation-end.js';

/** A field that goes into a model of another extension. */
export type AddedField =
  | DefaultField
  | { readonly kind: 'extending'; readonly name: string; readonly model: Declaration; readonly source: ExtendingField };

/** The opposite of a relation that nobody wrote one for. */
export interface DefaultField {
  readonly kind: 'default';
  readonly name: string;
  readonly model: Declaration;
  readonly relation: RelationEnd;
}

/** Whether the other side of a relation sees many rows or at most one. */
export function arityOf({ model, foreignKey }: RelationEnd): 'list' | 'optional' {
  return foreignKey !== null && isUnique(model.block, foreignKey) ? 'optional' : 'list';
}

/** The opposite field of a relation as PSL writes it; Prisma wants it ignored where the model that it refers to is. */
export function oppositeDeclaration(
  end: RelationEnd,
  opposite: { readonly name: string; readonly relationName: string | null },
): string {
  const type = `${end.model.name}${arityOf(end) === 'list' ? '[]' : '?'}`;
  const relation = opposite.relationName === null ? '' : ` @relation(${JSON.stringify(opposite.relationName)})`;
  const ignore = attributeOf(end.model.block.attributes, 'ignore') === null ? '' : ' @ignore';
  return `${opposite.name} ${type}${relation}${ignore}`;
}

/** The field that makes an opposite field necessary. */
export function placeOfAdded(field: AddedField): Place {
  if (field.kind === 'default') return placeOfEnd(field.relation);
  return { file: field.source.from.file, offset: field.source.field.nameSpan.start };
}
