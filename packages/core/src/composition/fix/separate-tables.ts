import { CORE } from '../../extension.js';
import { argumentOf, attributeOf, stringLiteral } from '../../fragment/literals.js';
import { type Claim, contested } from '../claims.js';
import { firstBytes } from '../constraint-name.js';
import { type Declaration, placeOf } from '../fragment.js';
import { extensionsInScope, type FixContext, isDeclarationMade } from './fix-context.js';
import type { Mend } from './mend.js';
import { tableName } from './table-name.js';

interface TableClaim extends Claim {
  readonly declaration: Declaration;
}

/** Two extensions map to one table: the one whose table is not there yet gets its prefix. */
export function separateTables(context: FixContext): readonly Mend[] {
  const { index, dialect } = context;
  const claims = index.fragments
    .flatMap(({ declarations }) => declarations)
    .filter(({ kind }) => kind !== 'type')
    .map((declaration): TableClaim => ({ declaration, place: placeOf(declaration), label: () => declaration.name }));
  const keyOf = ({ declaration: { schema, databaseName } }: TableClaim): string =>
    `${schema ?? ''}\n${dialect.isCaseSensitive ? databaseName : databaseName.toLowerCase()}`;
  const inScope = new Set(extensionsInScope(context).map(({ extension }) => extension));
  return contested(claims, { keyOf, order: index.dependencies.order }).flatMap((group) => {
    const declarations = group.map(({ declaration }) => declaration);
    const kept =
      declarations.find((each) => isDeclarationMade(context, each)) ??
      declarations.find(({ extension }) => context.readOnly.has(extension)) ??
      keeperOf(declarations, context.chosen);
    return declarations.flatMap((declaration): readonly Mend[] => {
      const { extension, kind, name, databaseName, block, file } = declaration;
      if (declaration === kept || !inScope.has(extension) || isDeclarationMade(context, declaration)) return [];
      const attribute = attributeOf(block.attributes, 'map');
      const written = attribute && argumentOf(attribute, 'name', 'first');
      const own = tableName(extension, databaseName);
      if (!written || own === databaseName || firstBytes(own, dialect.nameBytes) !== own) return [];
      const summary = `${kind} ${name} of ${extension} is ${stringLiteral(own)} in the database, and no longer ${stringLiteral(databaseName)}`;
      const change = { ...written.valueSpan, file, text: stringLiteral(own) };
      return [{ rule: 'table-clash', extension, summary, changes: [change] }];
    });
  });
}

/** The first in dependency order, unless that is the one to be changed. */
function keeperOf(declarations: readonly Declaration[], chosen: string | null): Declaration | undefined {
  return declarations.find(({ extension }) => extension === CORE || extension !== chosen);
}
