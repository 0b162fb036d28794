import type { ForeignEnumUse } from '../../composition/foreign-enum-uses.js';
import type { ForeignReference } from '../../composition/foreign-references.js';
import type { Database, TableColumn } from '../../database/database.js';

/** Something of a dependency that a fragment refers to and that no revision creates. */
export interface MissingReference {
  /** The extension that must be migrated first. */
  readonly extension: string;
  /** The table or column in the database. */
  readonly name: string;
  /** The field that refers to it, `Post.author`. */
  readonly from: string;
}

/** The enums of other extensions that no revision creates. */
export function missingEnums(
  uses: readonly ForeignEnumUse[],
  enums: ReadonlySet<string>,
  shadow: Pick<Database, 'entityName'>,
): readonly MissingReference[] {
  return uses.flatMap(({ from, target }) => {
    const name = shadow.entityName(target);
    return enums.has(name) ? [] : [{ extension: target.extension, name: `the enum ${name}`, from }];
  });
}

/** The references to other extensions whose table or columns the replayed shadow database does not have. */
export function missingReferences(
  references: readonly ForeignReference[],
  columns: readonly TableColumn[],
  shadow: Pick<Database, 'entityName'>,
): readonly MissingReference[] {
  const there = new Set(columns.map(({ table, name }) => `${table}\u0000${name}`));
  const tables = new Set(columns.map(({ table }) => table));
  return references.flatMap(({ from, target }) => {
    const table = shadow.entityName(target);
    const { extension } = target;
    if (!tables.has(table)) return [{ extension, name: `the table ${table}`, from }];
    return target.columns
      .filter((column) => !there.has(`${table}\u0000${column}`))
      .map((column) => ({ extension, name: `the column ${table}.${column}`, from }));
  });
}
