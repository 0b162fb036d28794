import { attributeOf, stringLiteral } from '../../fragment/literals.js';
import { firstBytes } from '../constraint-name.js';
import type { Declaration } from '../fragment.js';
import { addBlockAttribute, hasOwnLines } from './add-block-attribute.js';
import { copyOf } from './extend-copied-models.js';
import { extensionsInScope, type FixContext, hasDatabaseName, isDeclarationMade } from './fix-context.js';
import type { Mend } from './mend.js';
import { tableName } from './table-name.js';

/** A model or enum without `@@map` gets one: the name that it has in the database, or its extension's prefix where it is not there yet. */
export function addTableNames(context: FixContext): readonly Mend[] {
  return extensionsInScope(context).flatMap(({ extension, declarations }) =>
    declarations.flatMap((declaration): readonly Mend[] => {
      if (declaration.kind === 'view' || !hasDatabaseName(context, declaration) || !hasOwnLines(declaration)) return [];
      if (attributeOf(declaration.block.attributes, 'map') !== null || copyOf(context, declaration) !== null) return [];
      const { kind, name } = declaration;
      const databaseName = databaseNameFor(context, declaration);
      const summary = `${kind} ${name} of ${extension} is ${stringLiteral(databaseName)} in the database`;
      const change = addBlockAttribute(declaration, `@@map(${stringLiteral(databaseName)})`);
      return [{ rule: 'missing-table-name', extension, summary, changes: [change] }];
    }),
  );
}

/** What is made keeps its name; a prefix that does not fit is none. */
export function databaseNameFor(context: FixContext, declaration: Declaration): string {
  const { databaseName, extension } = declaration;
  if (isDeclarationMade(context, declaration)) return databaseName;
  const name = tableName(extension, declaration.name);
  return firstBytes(name, context.dialect.nameBytes) === name ? name : databaseName;
}
