import type BetterSqlite3 from 'better-sqlite3';
import { OrchestrateError } from '../../errors.js';
import { quoteIdentifier } from './quote.js';

interface SchemaObject {
  readonly type: 'table' | 'view';
  readonly name: string;
  readonly sql: string | null;
}

/**
 * Drops all views and tables, but not these, in one transaction.
 *
 * @throws OrchestrateError `DATABASE.NEEDED_BY_EXTERNAL`
 */
export function resetSqlite(connection: BetterSqlite3.Database, external: readonly string[]): void {
  const key = (name: string): string => name.toLowerCase();
  const stays = new Set(external.map(key));
  const objects = connection
    .prepare<[], SchemaObject>(
      `SELECT type, name, sql FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
    )
    .all();
  const surplus = objects.filter(({ name }) => !stays.has(key(name)));
  const dropped = new Set(surplus.map(({ name }) => key(name)));
  for (const { name } of objects.filter((each) => each.type === 'table' && stays.has(key(each.name)))) {
    const parents = connection.prepare<[string], { readonly parent: string }>(
      'SELECT "table" AS parent FROM pragma_foreign_key_list(?)',
    );
    const needed = parents.all(name).find(({ parent }) => dropped.has(key(parent)));
    if (needed !== undefined) throw neededByExternal(name, needed.parent);
  }
  // With foreign keys on, dropping a table deletes the rows that refer to its rows; in a transaction the pragma is ignored.
  const [{ foreign_keys: before } = { foreign_keys: 0 }] = connection.pragma('foreign_keys') as [
    { readonly foreign_keys: number },
  ];
  connection.pragma('foreign_keys = OFF');
  try {
    connection.transaction(() => {
      // A virtual table takes its own tables along.
      for (const { type, name } of surplus.toSorted((a, b) => rank(a) - rank(b))) {
        connection.exec(`DROP ${type} IF EXISTS ${quoteIdentifier(name)}`);
      }
    })();
  } finally {
    connection.pragma(`foreign_keys = ${before}`);
  }
}

function rank({ type, sql }: SchemaObject): number {
  if (type === 'view') return 0;
  return /^\s*CREATE\s+VIRTUAL\b/i.test(sql ?? '') ? 1 : 2;
}

function neededByExternal(table: string, needed: string): OrchestrateError {
  return new OrchestrateError({
    code: 'DATABASE.NEEDED_BY_EXTERNAL',
    message: `The external table "${table}" refers to "${needed}", which a reset would drop. Nothing was changed.`,
    fix: `Drop the foreign key of "${table}" first, or take the table out of tables.external to have it dropped as well.`,
    meta: { table, needed },
  });
}
