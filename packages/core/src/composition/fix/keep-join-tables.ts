import { compareCodeUnits } from '../../compare.js';
import { attributeOf, stringLiteral } from '../../fragment/literals.js';
import { collectRelationEnds } from '../collect-relation-ends.js';
import type { Declaration } from '../fragment.js';
import { readExtendingBlocks } from '../read-extending-blocks.js';
import type { RelationEnd } from '../relation-end.js';
import { type FixContext, isMade } from './fix-context.js';
import type { FragmentChange } from './mend.js';

/**
 * Prisma calls the table of an implicit many-to-many relation after its models, and its columns A and B in their order. A
 * table that is made keeps its name by an explicit name of the relation; where A and B would change places, nothing helps.
 *
 * @returns null where a made join table would have to change
 */
export function keepJoinTables(
  context: FixContext,
  { declaration, newName }: { readonly declaration: Declaration; readonly newName: string },
): readonly FragmentChange[] | null {
  const { index } = context;
  const extending = readExtendingBlocks(index).fields.flatMap(({ end }) => (end === null ? [] : [end]));
  const lists = [...collectRelationEnds(index).ends, ...extending].filter(
    ({ field, foreignKey }) => field.type.arity === 'list' && foreignKey === null,
  );
  const changes: FragmentChange[] = [];
  for (const end of lists.filter(({ model }) => model === declaration)) {
    const opposites = lists.filter(
      (other) => other !== end && other.model === end.target && other.target === declaration,
    );
    const same = opposites.filter(({ name }) => name === end.name);
    const [opposite] = same;
    if (opposite === undefined) continue;
    const other = end.target;
    const [first, second] = inOrder(declaration.name, other.name);
    const relation = `${first}To${second}`;
    const owner = end.origin === 'model' ? end : opposite;
    const table = {
      kind: 'join-table' as const,
      name: relation,
      databaseName: `_${end.name ?? relation}`,
      schema: (declaration.name === first ? declaration : other).schema,
      extension: owner.extension,
    };
    if (!isMade(context, table)) continue;
    const keepsColumns = (inOrder(newName, other.name)[0] === newName) === (first === declaration.name);
    if (!keepsColumns || same.length > 1) return null;
    if (end.name !== null) continue;
    for (const each of [end, opposite]) {
      if (context.readOnly.has(each.extension) || attributeOf(each.field.attributes, 'relation') !== null) return null;
      changes.push(nameRelation(each, relation));
    }
  }
  return changes;
}

function nameRelation({ file, field }: RelationEnd, relation: string): FragmentChange {
  const at = field.type.span.end;
  return { file, start: at, end: at, text: ` @relation(${stringLiteral(relation)})` };
}

function inOrder(left: string, right: string): readonly [string, string] {
  return compareCodeUnits(left, right) <= 0 ? [left, right] : [right, left];
}
