import { compareCodeUnits } from '../compare.js';
import type { Place } from './fragment.js';
import type { RelationPair } from './pair-ends.js';
import { placeOfEnd, type RelationEnd } from './relation-end.js';

/** The table that Prisma makes for an implicit many-to-many relation. */
export interface JoinTable {
  /** In the database. */
  readonly name: string;
  readonly schema: string | null;
  readonly extension: string;
  /** The relation field that makes it necessary. */
  readonly place: Place;
  readonly models: readonly [string, string];
}

/** The join tables of relations with a list at both ends. They belong to the extension whose own model has the field. */
export function findJoinTables(pairs: readonly RelationPair[]): readonly JoinTable[] {
  const tables: JoinTable[] = [];
  for (const { ends } of pairs) {
    const lists = ends.filter(({ field, foreignKey }) => field.type.arity === 'list' && foreignKey === null);
    if (ends.length !== 2 || lists.length !== 2) continue;
    const [first, second] = lists as [RelationEnd, RelationEnd];
    if (first.model !== second.target || second.model !== first.target) continue;
    const owner = first.origin === 'model' ? first : second;
    const [left, right] = [first.model, second.model].sort((one, other) => compareCodeUnits(one.name, other.name));
    if (left === undefined || right === undefined) continue;
    tables.push({
      name: `_${owner.name ?? `${left.name}To${right.name}`}`,
      schema: left.schema,
      extension: owner.extension,
      place: placeOfEnd(owner),
      models: [left.name, right.name],
    });
  }
  return tables;
}
