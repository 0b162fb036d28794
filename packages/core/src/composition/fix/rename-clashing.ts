import { CORE } from '../../extension.js';
import { attributeOf, stringLiteral } from '../../fragment/literals.js';
import { type Claim, contested } from '../claims.js';
import { type Declaration, placeOf } from '../fragment.js';
import { dependencyPath, neededDependencies } from '../needed-dependencies.js';
import { upperCamelCase, upperFirst } from '../opposite-name.js';
import type { SchemaIndex } from '../schema-index.js';
import { addBlockAttribute, hasOwnLines } from './add-block-attribute.js';
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
 * Who gives way: the extension that was named; else all but the one of an installed package; else all but the one that the
 * others depend on; else all but the only one that other extensions refer to, or whose table is there already. Nobody
 * where none of it decides.
 */
function givingWay(context: FixContext, group: readonly Declaration[]): readonly Declaration[] {
  const { index, chosen } = context;
  const isMovable = (declaration: Declaration): boolean =>
    isInScope(context, declaration.extension) &&
    declaration.kind !== 'type' &&
    hasOwnLines(declaration) &&
    copyOf(context, declaration) === null;
  if (chosen !== null) return group.filter(isMovable);
  const [first] = group;
  const needed = neededDependencies(index);
  const isBase = group.every(
    ({ extension }) =>
      first !== undefined &&
      (first.extension === CORE || dependencyPath(needed, { from: extension, to: first.extension }) !== null),
  );
  const referred = group.filter((each) =>
    referencesTo(context, each).some(({ extension }) => extension !== each.extension),
  );
  const installed = group.filter(({ extension }) => context.readOnly.has(extension));
  const made = group.filter((each) => isDeclarationMade(context, each));
  const kept = only(installed) ?? (isBase ? first : (only(referred) ?? only(made)));
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
  const references = referencesTo(context, declaration);
  if (isTaken(index, newName) || references.some((each) => each.isDoubtful || readOnly.has(each.extension)))
    return null;
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

/** A name that something refers to is taken as well: a reference that leads nowhere must not come to mean this. */
function isTaken(index: SchemaIndex, newName: string): boolean {
  const isSame = (name: string): boolean => name.toLowerCase() === newName.toLowerCase();
  return index.fragments.some(({ declarations, extending }) =>
    [...declarations, ...extending].some(
      ({ block }) => isSame(block.name) || block.fields.some(({ type }) => isSame(type.name)),
    ),
  );
}
