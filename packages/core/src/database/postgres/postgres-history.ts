import { compareCodeUnits } from '../../compare.js';
import type { HistoryRow } from '../../revisions/history-row.js';
import type { HistoryTable } from '../database.js';
import { formerTablesThere, historyTablesThere } from '../history-tables-there.js';
import { logsColumn, rowsWanted } from '../kept-logs.js';
import { notAHistoryTable } from '../not-a-history-table.js';
import type { StoredHistoryRow } from '../stored-history-row.js';
import { byExtensionAndAge, toHistoryRow } from '../stored-history-row.js';
import type { PostgresConnection } from './connection/postgres-connection.js';
import { sqlState } from './connection/postgres-errors.js';
import type { Relation } from './connection/postgres-session.js';
import { LIST_HISTORY_RELATIONS } from './connection/postgres-session.js';
import { quoteIdentifier, quoteLiteral } from './quote.js';
import { truncateIdentifier } from './truncate-identifier.js';

/** Points in time as milliseconds. */
type StoredRow = StoredHistoryRow<number>;

/** A history table in SQL, bare where it is in the schema that the connection works in. */
export function quoteHistoryTable({ table, schema }: Pick<HistoryTable, 'table' | 'schema'>): string {
  const name = quoteIdentifier(table);
  return schema === null ? name : `${quoteIdentifier(schema)}.${name}`;
}

const CREATE = 'CREATE TABLE IF NOT EXISTS';

/**
 * The table that Prisma's own engine creates, to the letter, and before it its schema. That is asked for first: a role
 * that may do everything in a schema may still not say CREATE SCHEMA IF NOT EXISTS.
 */
export function createHistoryTable(table: HistoryTable): readonly string[] {
  return [
    createSchema(table.schema),
    `${CREATE} ${quoteHistoryTable(table)} (
    "id"                    VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum"              VARCHAR(64) NOT NULL,
    "finished_at"           TIMESTAMPTZ,
    "migration_name"        VARCHAR(255) NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        TIMESTAMPTZ,
    "started_at"            TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count"   INTEGER NOT NULL DEFAULT 0
)`,
  ];
}

// Without a name it is the one schema of the search path, which the server gives back quoted.
function createSchema(schema: string | null): string {
  const [isMissing, name] =
    schema === null
      ? ['current_schema() IS NULL', "current_setting('search_path')"]
      : [
          `NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = ${quoteLiteral(truncateIdentifier(schema))})`,
          quoteLiteral(quoteIdentifier(schema)),
        ];
  return `DO ${quoteLiteral(`BEGIN IF ${isMissing} THEN EXECUTE 'CREATE SCHEMA IF NOT EXISTS ' || ${name}; END IF; END`)}`;
}

/** What PostgreSQL keeps of a table's name in that of its primary key, and adds to it. */
const KEY_ROOT = 58;
const keyOf = (table: string): string => `${table.slice(0, KEY_ROOT)}_pkey`;

/** The statements that give a history table another name, and its primary key the one that goes with it. */
export function renameHistoryTable(table: HistoryTable, to: string): readonly string[] {
  const key = quoteHistoryTable({ ...table, table: keyOf(table.table) });
  return [
    `ALTER TABLE ${quoteHistoryTable(table)} RENAME TO ${quoteIdentifier(to)}`,
    `ALTER INDEX IF EXISTS ${key} RENAME TO ${quoteIdentifier(keyOf(to))}`,
  ];
}

/** Whether a statement is one of {@link createHistoryTable}. */
export function createsHistory(sql: string): boolean {
  return new RegExp(
    `^(?:${CREATE} (?:"(?:[^"]|"")*"\\.)?"_prisma_migrations|DO 'BEGIN IF .*CREATE SCHEMA IF NOT EXISTS)`,
  ).test(sql);
}

/** What reads the history tables of one connection. */
export class PostgresHistory {
  readonly #connection: PostgresConnection;
  readonly #defaultSchema: string;
  #relations: readonly Relation[];
  #names: ReadonlySet<string>;

  /** @param relations what is called like a history table, as far as it is known */
  constructor(connection: PostgresConnection, defaultSchema: string, relations: readonly Relation[]) {
    this.#connection = connection;
    this.#defaultSchema = defaultSchema;
    this.#relations = relations;
    this.#names = new Set(relations.map(nameOf));
  }

  /** What is called like a history table, as far as it is known. */
  get relations(): readonly Relation[] {
    return this.#relations;
  }

  /** What is called like a history table now. */
  async list(): Promise<readonly Relation[]> {
    this.#note(await this.#connection.query<Relation>(LIST_HISTORY_RELATIONS));
    return this.#relations;
  }

  /** Those of the given tables that are called by a former name of their extension, as far as it is known. */
  former(tables: readonly HistoryTable[]): readonly HistoryTable[] {
    return formerTablesThere(this.#placed(tables), (table) => this.#isThere(table));
  }

  /**
   * All rows of the given tables, by extension, oldest first: one round trip, unless history tables have come or gone
   * since the last one.
   *
   * @throws OrchestrateError `HISTORY.NOT_A_HISTORY_TABLE`
   */
  async read(tables: readonly HistoryTable[], wanted: 'all' | 'kept' = 'all'): Promise<readonly HistoryRow[]> {
    for (;;) {
      const known = this.#relations;
      const rows = await this.#tryRead(tables, wanted);
      if (known === this.#relations) return rows.map((row) => toHistoryRow(row, toDate)).sort(byAgeAndName);
    }
  }

  async #tryRead(tables: readonly HistoryTable[], wanted: 'all' | 'kept'): Promise<readonly StoredRow[]> {
    const present = historyTablesThere(this.#placed(tables), (table) => this.#isThere(table));
    try {
      const read = present.length === 0 ? [] : [selectFrom(present, wanted)];
      const [relations = [], rows = []] = await this.#connection.queryAll([LIST_HISTORY_RELATIONS, ...read]);
      this.#note(relations as readonly Relation[]);
      return rows as readonly StoredRow[];
    } catch (error) {
      if (this.#connection.transaction === 'failed') throw error;
      const state = sqlState(error) ?? '';
      if (GONE.has(state) && this.#note(await this.#connection.query<Relation>(LIST_HISTORY_RELATIONS))) return [];
      if (!GONE.has(state) && !MISFITS.has(state)) throw error;
      for (const table of present) await this.#assertFits(table);
      throw error;
    }
  }

  #placed(tables: readonly HistoryTable[]): readonly HistoryTable[] {
    return tables.map((table) => ({ ...table, schema: table.schema ?? this.#defaultSchema }));
  }

  /** Whether anything has changed. */
  #note(relations: readonly Relation[]): boolean {
    if (JSON.stringify(relations) === JSON.stringify(this.#relations)) return false;
    this.#relations = relations;
    this.#names = new Set(relations.map(nameOf));
    return true;
  }

  #isThere({ schema, table }: HistoryTable): boolean {
    return this.#names.has(nameOf({ schema: truncateIdentifier(schema ?? ''), name: truncateIdentifier(table) }));
  }

  // One of several is at fault, and alone it says so.
  async #assertFits(table: HistoryTable): Promise<void> {
    try {
      await this.#connection.query(`${selectFrom([table], 'all')} LIMIT 0`);
    } catch (error) {
      throw MISFITS.has(sqlState(error) ?? '') ? notAHistoryTable(table, error) : error;
    }
  }
}

/** A table, or the schema of one, that is not there any more. */
const GONE: ReadonlySet<string> = new Set(['42P01', '3F000']);

/** A column that is missing or has another type, or something that is no table. */
const MISFITS: ReadonlySet<string> = new Set(['42703', '42804', '42809', '42883', '42846']);

const columnsOf = (wanted: 'all' | 'kept'): string =>
  `id::text, checksum::text, finished_at, migration_name::text, ${logsColumn(wanted, 'logs::text')}, rolled_back_at, started_at, applied_steps_count::int`;

// Times as numbers: what becomes of a timestamp in JavaScript is a matter of settings.
function selectFrom(tables: readonly HistoryTable[], wanted: 'all' | 'kept'): string {
  const selects = tables.map(
    (table) =>
      `SELECT ${quoteLiteral(table.extension)}::text AS extension, ${columnsOf(wanted)} FROM ${quoteHistoryTable(table)}${rowsWanted(wanted)}`,
  );
  return `SELECT extension, id, checksum, ${epochMs('finished_at')}, migration_name, logs, ${epochMs('rolled_back_at')}, ${epochMs('started_at')}, applied_steps_count
FROM (${selects.join('\nUNION ALL ')}) AS history`;
}

function epochMs(column: string): string {
  return `round(EXTRACT(EPOCH FROM ${column}) * 1000)::float8 AS ${column}`;
}

function nameOf({ schema, name }: Relation): string {
  return JSON.stringify([schema, name]);
}

// The rows of several tables come in no order of their own.
function byAgeAndName(left: HistoryRow, right: HistoryRow): number {
  return byExtensionAndAge(left, right) || compareCodeUnits(left.name, right.name);
}

function toDate(epochMilliseconds: number): Date {
  return new Date(epochMilliseconds);
}
