import { CORE } from '../../extension.js';
import { attributeOf, stringLiteral } from '../../fragment/literals.js';
import { type Claim, contested } from '../claims.js';
import { dependencyClosure } from '../dependencies.js';
import { type Declaration, placeOf } from '../fragment.js';
import { upperCamelCase, upperFirst } from '../opposite-name.js';
import { addBlockAttribute } from './add-block-attribute.js';
import { databaseNameFor } from './add-table-names.js';
import { copyOf } from './extend-copied-models.js';
import { type FixContext, hasDatabaseName, isDeclarationMade, isInScope } from './fix-context.js';
import { keepJoinTables } from './keep-join-tables.js';
import type { FragmentChange, Mend } from './mend.js';
import { referencesTo } from './references-to.js';

interface NameClaim extends Claim {
  readonly declaration: Declaration;
}

/** Two extensions declare one name: one of the two gets another, in its own fragment and in those that can only mean it. */
export function renameClashing(context: FixContext): readonly Mend[] {
  const { index } = context;
  const claims = index.fragments
    .flatMap(({ declarations }) => declarations)
    .map((declaration): NameClaim => ({ declaration, place: placeOf(declaration), label: () => declaration.name }));
  const keyOf = ({ declaration }: NameClaim): string => declaration.name.toLowerCase();
  return contested(claims, { keyOf, order: index.dependencies.order }).flatMap((group) =>
    givingWay(
      context,
      group.map(({ declaration }) => declaration),
    ).flatMap((declaration) => rename(context, declaration) ?? []),
  );
}

/**
 * Who gives way: the extension that was named; else all but the one that the others depend on; else all but the only one
 * that other extensions refer to, or whose table is there already. Nobody where none of it decides.
 */
function givingWay(context: FixContext, group: readonly Declaration[]): readonly Declaration[] {
  const { index, chosen } = context;
  const isMovable = (declaration: Declaration): boolean =>
    isInScope(context, declaration.extension) && declaration.kind !== 'type' && copyOf(context, declaration) === null;
  if (chosen !== null) return group.filter(isMovable);
  const [first] = group;
  const isBase = group.every(
    ({ extension }) =>
      extension === first?.extension ||
      dependencyClosure(extension, index.dependencies.direct).has(first?.extension ?? CORE),
  );
  const referred = group.filter((each) =>
    referencesTo(context, each).some(({ extension }) => extension !== each.extension),
  );
  const made = group.filter((each) => isDeclarationMade(context, each));
  const kept = isBase ? first : (only(referred) ?? only(made));
  return kept === undefined ? [] : group.filter((each) => each.extension !== kept.extension && isMovable(each));
}

function only<Item>([item, ...others]: readonly Item[]): Item | undefined {
  return others.length === 0 ? item : undefined;
}

/** Null where it cannot be done without changing something else. */
function rename(context: FixContext, declaration: Declaration): Mend | null {
  const { name, kind, extension, block, file } = declaration;
  const { index, readOnly } = context;
  const newName = `${upperCamelCase(extension)}${upperFirst(name)}`;
  const isTaken = index.fragments.some(({ declarations }) =>
    declarations.some((other) => other.name.toLowerCase() === newName.toLowerCase()),
  );
  const references = referencesTo(context, declaration);
  if (isTaken || references.some((each) => each.isDoubtful || readOnly.has(each.extension))) return null;
  const relations = keepJoinTables(context, { declaration, newName });
  if (relations === null) return null;
  const changes: FragmentChange[] = [
    { file, ...block.nameSpan, text: newName },
    ...references.map(({ file: other, start, end }) => ({ file: other, start, end, text: newName })),
    ...relations,
  ];
  let table = '';
  if (hasDatabaseName(context, declaration) && attributeOf(block.attributes, 'map') === null) {
    const databaseName = extension === CORE ? declaration.databaseName : databaseNameFor(context, declaration);
    changes.push(addBlockAttribute(declaration, `@@map(${stringLiteral(databaseName)})`));
    table = `, and ${stringLiteral(databaseName)} in the database`;
  }
  return {
    rule: 'name-clash',
    extension,
    summary: `${kind} ${name} of ${extension} is ${newName} now${table}`,
    changes,
  };
}
