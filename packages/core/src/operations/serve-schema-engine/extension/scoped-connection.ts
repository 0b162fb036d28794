import type { DatabaseEntity, DatabaseFailure, DatabaseNames } from '../../../database/database.js';
import type { EngineConnection, EngineValue, ResultTable } from '../../../database/engine-connection.js';
import { isOrchestrateError } from '../../../errors.js';
import { HISTORY_TABLE_PREFIX } from '../../../extension.js';
import { type CatalogView, listsTables, viewCatalog } from './catalog-view.js';
import { historyStatement, takesEngineLock } from './history-statement.js';

/** What the engine is to see of the database while one request is answered. */
export interface ConnectionScope {
  /** The history of the extension, in SQL. */
  readonly historyTable: string;
  readonly isHistoryThere: () => Promise<boolean>;
  /** Makes it. */
  readonly createHistory: () => Promise<void>;
  /** Whether the row of a revision is to be seen. */
  readonly showsRow: (name: string) => boolean;
  readonly shows: CatalogView;
  /** What is the extension's own, of what is there. */
  readonly own: () => Promise<readonly DatabaseEntity[]>;
}

/**
 * The database as one extension sees it: Prisma's engine finds its history table where the extension has its own, and
 * nobody else's. Scripts of migrations go through as they are.
 */
export class ScopedConnection implements EngineConnection {
  readonly provider: EngineConnection['provider'];
  readonly defaultSchema: EngineConnection['defaultSchema'];
  readonly #inner: () => EngineConnection;
  readonly #names: DatabaseNames;
  /** Null while everything is let through. */
  #scope: ConnectionScope | null = null;

  /** @param inner the connection of the moment: one for reading is replaced by one for writing */
  constructor(inner: () => EngineConnection, names: DatabaseNames) {
    this.#inner = inner;
    this.#names = names;
    this.provider = inner().provider;
    this.defaultSchema = inner().defaultSchema;
  }

  /** Does something with the database seen like this. */
  async seenAs<Result>(scope: ConnectionScope | null, work: () => Promise<Result>): Promise<Result> {
    const outer = this.#scope;
    this.#scope = scope;
    try {
      return await work();
    } finally {
      this.#scope = outer;
    }
  }

  async queryTable(sql: string, values: readonly EngineValue[]): Promise<ResultTable> {
    const inner = this.#inner();
    const scope = this.#scope;
    if (scope === null) return inner.queryTable(sql, values);
    if (listsTables(sql)) return this.#listing(await inner.queryTable(sql, values), scope);
    const statement = historyStatement(sql, scope.historyTable);
    if (statement.kind === 'read') return withRows(await this.#withHistory(statement, values, scope), scope.showsRow);
    if (statement.kind === 'write') return this.#withHistory(statement, values, scope);
    if (statement.kind !== 'none') throw notUnderstood(sql);
    return viewCatalog(sql, await inner.queryTable(sql, values), scope.shows);
  }

  async executeRaw(sql: string, values: readonly EngineValue[]): Promise<number> {
    const inner = this.#inner();
    const scope = this.#scope;
    if (scope === null) return inner.executeRaw(sql, values);
    if (takesEngineLock(sql)) return 0;
    const statement = historyStatement(sql, scope.historyTable);
    if (statement.kind === 'unknown') throw notUnderstood(sql);
    if (statement.kind === 'none') return inner.executeRaw(sql, values);
    if (statement.kind !== 'create') return inner.executeRaw(statement.sql, values);
    await scope.createHistory();
    return 0;
  }

  executeScript(script: string): Promise<void> {
    return this.#inner().executeScript(script);
  }

  explain(error: unknown): DatabaseFailure {
    return this.#inner().explain(error);
  }

  // Not every build of the engine takes a missing table for a history that has not begun.
  async #withHistory(
    { sql, kind }: { readonly sql: string; readonly kind: 'read' | 'write' },
    values: readonly EngineValue[],
    scope: ConnectionScope,
  ): Promise<ResultTable> {
    try {
      return await this.#inner().queryTable(sql, values);
    } catch (error) {
      if (isOrchestrateError(error) || (await scope.isHistoryThere())) throw error;
      if (kind === 'read') return { columns: [], rows: [] };
      await scope.createHistory();
      return this.#inner().queryTable(sql, values);
    }
  }

  /** Whether there is anything but the history decides whether the engine may begin one. */
  async #listing({ columns, rows }: ResultTable, scope: ConnectionScope): Promise<ResultTable> {
    const own = new Set((await scope.own()).filter(({ kind }) => kind === 'table').map(({ name }) => name));
    const [, schema] = rows[0] ?? [];
    const named = (name: unknown, of: unknown): string =>
      this.#names.entityName({ databaseName: String(name), schema: typeof of === 'string' ? of : null });
    const history = (await scope.isHistoryThere())
      ? [columns.map((_column, at) => (at === 0 ? HISTORY_TABLE_PREFIX : (this.defaultSchema ?? schema)))]
      : [];
    return { columns, rows: [...rows.filter(([name, of]) => own.has(named(name, of))), ...history] };
  }
}

function withRows({ columns, rows }: ResultTable, shows: (name: string) => boolean): ResultTable {
  const at = columns.findIndex(({ name }) => name === 'migration_name');
  return { columns, rows: rows.filter((row) => shows(String(row[at]))) };
}

/** Let through, it would be said of the history of another extension. */
function notUnderstood(sql: string): Error {
  return new Error(`Prisma's engine has said something new about its history table: ${sql.slice(0, 200)}`);
}
