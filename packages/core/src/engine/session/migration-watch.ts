import type { EngineConnection, EngineValue, ResultTable } from '../../database/engine-connection.js';
import { migrationFailed } from './session-errors.js';

/** A migration whose script has failed. */
export interface FailedMigration {
  readonly name: string;
  readonly error: unknown;
}

/**
 * The connection to the live database, with an eye on the migrations that go over it: the WebAssembly build of the engine
 * does not say which one has failed, nor how, neither to the caller nor in the history.
 */
export class MigrationWatch implements EngineConnection {
  readonly provider: EngineConnection['provider'];
  readonly defaultSchema: string | null;
  readonly #connection: EngineConnection;
  readonly #skipsLock: boolean;
  #started: string | null = null;
  #failed: FailedMigration | null = null;
  #hasHistory = true;
  #pretended: readonly string[] | null = null;

  constructor(connection: EngineConnection, { skipsLock }: { readonly skipsLock: boolean }) {
    this.#connection = connection;
    this.#skipsLock = skipsLock;
    this.provider = connection.provider;
    this.defaultSchema = connection.defaultSchema;
  }

  /** The migration that has failed since {@link MigrationWatch.begin}. */
  get failed(): FailedMigration | null {
    return this.#failed;
  }

  /** Whether there was a history table when the engine looked last. */
  get hasHistory(): boolean {
    return this.#hasHistory;
  }

  /** Whether {@link MigrationWatch.pretend} is at work: what fails then is of no interest. */
  get isPretending(): boolean {
    return this.#pretended !== null;
  }

  /** A call of the engine begins. */
  begin(): void {
    this.#started = null;
    this.#failed = null;
    this.#hasHistory = true;
  }

  /**
   * Does work during which the engine finds these migrations applied, and nothing else: it then replays them in a shadow
   * database and keeps what comes of it.
   */
  async pretend<Result>(applied: readonly string[], work: () => Promise<Result>): Promise<Result> {
    this.#pretended = applied;
    try {
      return await work();
    } finally {
      this.#pretended = null;
    }
  }

  async queryTable(sql: string, values: readonly EngineValue[]): Promise<ResultTable> {
    if (this.#pretended !== null) return pretendedHistory(sql, this.#pretended);
    if (/^INSERT INTO \S*_prisma_migrations\b/.test(sql)) this.#started = String(values.at(-1)?.value);
    const table = await this.#connection.queryTable(sql, this.#withReason(sql, values));
    if (!READS_HISTORY.test(sql)) return table;
    this.#hasHistory = table.columns.length > 0;
    return withoutReverted(table);
  }

  async executeRaw(sql: string, values: readonly EngineValue[]): Promise<number> {
    if (this.#skipsLock && TAKES_LOCK.test(sql)) return 0;
    return this.#connection.executeRaw(sql, values);
  }

  async executeScript(script: string): Promise<void> {
    try {
      await this.#connection.executeScript(script);
    } catch (error) {
      if (this.#started !== null) this.#failed = { name: this.#started, error };
      throw error;
    }
  }

  explain(error: unknown): ReturnType<EngineConnection['explain']> {
    return this.#connection.explain(error);
  }

  #withReason(sql: string, values: readonly EngineValue[]): readonly EngineValue[] {
    const [logs, ...others] = values;
    if (this.#failed === null || logs === undefined || !/^UPDATE \S*_prisma_migrations\b.* SET .logs. =/.test(sql)) {
      return values;
    }
    const { name, error } = this.#failed;
    return [{ ...logs, value: migrationFailed(name, this.explain(error)).message }, ...others];
  }
}

/** How the engine keeps other migrations away. */
const TAKES_LOCK = /^SELECT pg_advisory_lock\(|^PRAGMA main\.locking_mode\b/;

const READS_HISTORY = /\bFROM \S*_prisma_migrations\b.*\bORDER BY\b/s;

/**
 * Without what was applied and then reverted, of which orchestrate keeps the record and Prisma knows no such thing: it
 * would not let anybody mark such a migration as applied.
 */
function withoutReverted({ columns, rows }: ResultTable): ResultTable {
  const [finishedAt, rolledBackAt] = ['finished_at', 'rolled_back_at'].map((wanted) =>
    columns.findIndex(({ name }) => name === wanted),
  );
  const isSet = (row: readonly unknown[], at: number | undefined): boolean => (row[at ?? -1] ?? null) !== null;
  return { columns, rows: rows.filter((row) => !isSet(row, finishedAt) || !isSet(row, rolledBackAt)) };
}

function pretendedHistory(sql: string, names: readonly string[]): ResultTable {
  if (!READS_HISTORY.test(sql)) throw new Error('Nothing else is of interest.');
  const long = new Date(0).toISOString();
  return {
    columns: [
      { name: 'id', type: 'text' },
      { name: 'checksum', type: 'text' },
      { name: 'finished_at', type: 'datetime' },
      { name: 'migration_name', type: 'text' },
      { name: 'logs', type: 'text' },
      { name: 'rolled_back_at', type: 'datetime' },
      { name: 'started_at', type: 'datetime' },
      { name: 'applied_steps_count', type: 'small-integer' },
    ],
    rows: names.map((name) => [name, '', long, name, null, null, long, 1]),
  };
}
