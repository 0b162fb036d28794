import type { DatabaseFailure, Provider } from './database.js';

/** What a column of a {@link ResultTable} holds; a list is an array in JavaScript, a point in time is text in ISO 8601. */
export type ResultType =
  | 'boolean'
  | 'small-integer'
  | 'integer'
  | 'double'
  | 'character'
  | 'text'
  | 'bytes'
  | 'datetime'
  | 'character-list'
  | 'text-list';

/** A raw result, column by column, as Prisma's engine wants it. */
export interface ResultTable {
  readonly columns: readonly { readonly name: string; readonly type: ResultType }[];
  readonly rows: readonly (readonly unknown[])[];
}

/** A value that Prisma's engine sends along with a statement. */
export interface EngineValue {
  readonly value: unknown;
  /** The engine's name of its type; text alone does not say of a point in time that it is one. */
  readonly type: string;
}

/** What a database is to be emptied of. */
export interface ResetScope {
  /** The database schemas; null for the one that unqualified names mean. */
  readonly schemas: readonly string[] | null;
  /** Tables that stay, by the names that Prisma's engine has for them (see {@link Database.engineName}). */
  readonly externalTables: readonly string[];
  readonly externalEnums: readonly string[];
}

/**
 * A database as Prisma's engine talks to it: parameters are marked in the database's own manner (`?`, `$1`), scripts go
 * to it as they are. Errors are the database's own (see {@link EngineConnection.explain}), or an OrchestrateError for what
 * is wrong with the database.
 */
export interface EngineConnection {
  readonly provider: Provider;
  /** The database schema that unqualified names mean; null where the database has none. */
  readonly defaultSchema: string | null;
  /** The rows of one statement; no columns for a statement that gives none. */
  queryTable(sql: string, values: readonly EngineValue[]): Promise<ResultTable>;
  /** @returns how many rows one statement has written */
  executeRaw(sql: string, values: readonly EngineValue[]): Promise<number>;
  /** Runs a whole script, up to the first statement that fails; a transaction that it began itself ends with that. */
  executeScript(script: string): Promise<void>;
  /**
   * Makes the database empty, Prisma's history table included: all of it or nothing. What is external stays as it is;
   * where something that stays needs what would go, nothing goes, and the error says so. Without it, the database is not for
   * the engine to empty.
   */
  reset?(scope: ResetScope): Promise<void>;
  explain(error: unknown): DatabaseFailure;
}
