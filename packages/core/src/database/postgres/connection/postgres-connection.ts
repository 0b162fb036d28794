import { createRequire } from 'node:module';
import type { Client, ClientConfig, CustomTypesConfig, FieldDef, QueryArrayResult, QueryResult } from 'pg';
import { numberPlaceholders } from './number-placeholders.js';
import { ScriptQuery } from './script-query.js';
import type { StatementPlace } from './statement-place.js';
import { findStatementPlace, joinStatements } from './statement-place.js';

/** How to reach a server: each of `tls` is tried in turn, as long as the server refuses that kind of connection. */
export interface PostgresTarget {
  readonly config: Omit<ClientConfig, 'ssl'>;
  readonly tls: readonly ClientConfig['ssl'][];
}

/** Rows as arrays, with what the server says of each column. */
export interface RawRows {
  readonly fields: readonly Pick<FieldDef, 'name' | 'dataTypeID'>[];
  readonly rows: readonly (readonly unknown[])[];
  /** How many rows the statement has given or written. */
  readonly rowCount: number;
}

/** `open` inside a transaction; `failed` where it can only be rolled back. */
export type TransactionState = 'none' | 'open' | 'failed';

const STATES: Readonly<Record<string, TransactionState>> = { I: 'none', T: 'open', E: 'failed' };

/**
 * One connection to a PostgreSQL server, through pg. Statements run in the order in which they come, one message at a
 * time; an error is told when the server is ready for the next. Errors are pg's own.
 */
export class PostgresConnection {
  readonly #client: Client;
  #state: TransactionState = 'none';
  #isReady = true;
  #hasEnded = false;
  /** Why the connection is gone, where it broke while nothing ran. */
  #lost: Error | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #places = new WeakMap<object, StatementPlace>();

  private constructor(client: Client) {
    this.#client = client;
    // Without a listener, a connection that breaks while it is idle would end the process.
    client.on('error', (error) => {
      this.#lost ??= error;
    });
    client.connection.on('readyForQuery', ({ status }: { readonly status: string }) => {
      this.#isReady = true;
      this.#state = STATES[status] ?? 'none';
    });
    client.connection.on('end', () => {
      this.#hasEnded = true;
      this.#state = 'none';
    });
  }

  /** Connects, unless the signal ends it; the errors are those of pg and of Node's sockets. */
  static async connect(
    { config, tls }: PostgresTarget,
    { signal, attempt = 1 }: { readonly signal?: AbortSignal | undefined; readonly attempt?: number } = {},
  ): Promise<PostgresConnection> {
    const [ssl = false, ...others] = tls;
    const Pg = loadPg();
    const client = new Pg.Client({ keepAlive: true, ...config, ssl });
    const connection = new PostgresConnection(client);
    const giveUp = (): void => void client.connection.stream.destroy();
    signal?.addEventListener('abort', giveUp);
    try {
      signal?.throwIfAborted();
      await client.connect();
      return connection;
    } catch (error) {
      // Not in order: something else than PostgreSQL would not answer, and keep the process from its end.
      client.connection.stream.destroy();
      if (attempt === 1 && wasJustRenamed(error))
        return PostgresConnection.connect({ config, tls }, { signal, attempt: 2 });
      if (others.length === 0 || !isAboutTls(error)) throw error;
      return PostgresConnection.connect({ config, tls: others }, { signal, attempt });
    } finally {
      signal?.removeEventListener('abort', giveUp);
    }
  }

  /** The process on the server that works for this connection. */
  get serverProcess(): number | null {
    const { processID } = this.#client as Client & { readonly processID: number | null };
    return processID;
  }

  /** Whether a transaction is open, one that a script began itself included. */
  get transaction(): TransactionState {
    return this.#state;
  }

  get isLost(): boolean {
    return this.#hasEnded || this.#lost !== null;
  }

  /** The rows of one statement. `?` marks a parameter. */
  async query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
    const text = parameters.length === 0 ? sql : numberPlaceholders(sql);
    const run = (): Promise<QueryResult> => this.#client.query({ text, values: [...parameters] });
    const { rows } = await this.#run(run, [sql]);
    return rows as readonly Row[];
  }

  /** The rows of several statements without parameters, in one round trip. */
  async queryAll(statements: readonly string[]): Promise<readonly (readonly object[])[]> {
    const run = (): Promise<QueryResult | readonly QueryResult[]> => this.#client.query(joinStatements(statements));
    const results = await this.#run(run, statements);
    return (Array.isArray(results) ? (results as readonly QueryResult[]) : [results as QueryResult]).map(
      ({ rows }) => rows,
    );
  }

  /** The rows of one statement as arrays, its parameters marked as PostgreSQL marks them: `$1`, `$2`, … */
  async queryRaw(sql: string, parameters: readonly unknown[], types: CustomTypesConfig): Promise<RawRows> {
    const run = (): Promise<QueryArrayResult<unknown[]>> =>
      this.#client.query<unknown[]>({ text: sql, values: [...parameters], types, rowMode: 'array' });
    const { fields, rows, rowCount } = await this.#run(run, [sql]);
    return { fields, rows, rowCount: rowCount ?? 0 };
  }

  /**
   * Runs statements in one message; outside a transaction, several of them are one. `onExecuted` is told how many are
   * through. Where one cannot even be read, no statement has run, but it is told those before that one.
   */
  async script(statements: readonly string[], onExecuted: (count: number) => void = () => {}): Promise<void> {
    if (statements.length === 0) return;
    let count = 0;
    const run = (): Promise<void> =>
      new Promise<void>((resolve, reject) => {
        const onCompleted = (): void => {
          count += 1;
          onExecuted(count);
        };
        this.#client.query(
          new ScriptQuery(joinStatements(statements), { onCompleted, onDone: resolve, onError: reject }),
        );
      });
    try {
      await this.#run(run, statements);
    } catch (error) {
      const place = this.placeOf(error);
      if (place !== null && place.index > count) onExecuted(place.index);
      throw error;
    }
  }

  /** Where in its statement the server found an error. */
  placeOf(error: unknown): StatementPlace | null {
    return typeof error === 'object' && error !== null ? (this.#places.get(error) ?? null) : null;
  }

  /** Closing twice does no harm, nor does closing what is lost. */
  async end(): Promise<void> {
    if (!this.#hasEnded) await this.#client.end().catch(() => {});
  }

  async #run<Result>(submit: () => Promise<Result>, statements: readonly string[]): Promise<Result> {
    const run = this.#last.then(async () => {
      if (this.#lost !== null) throw this.#lost;
      this.#isReady = false;
      try {
        return await submit();
      } catch (error) {
        await this.#untilReady();
        this.#notePlace(error, statements);
        throw error;
      }
    });
    this.#last = run.catch(() => {});
    return run;
  }

  // pg tells of an error before the server has said what became of the transaction.
  async #untilReady(): Promise<void> {
    if (this.#isReady || this.#hasEnded) return;
    await new Promise<void>((resolve) => {
      this.#client.connection.once('readyForQuery', () => resolve());
      this.#client.connection.once('end', () => resolve());
    });
  }

  #notePlace(error: unknown, statements: readonly string[]): void {
    if (!(error instanceof Error) || !('position' in error)) return;
    const place = findStatementPlace(statements, Number(error.position));
    if (place !== null) this.#places.set(error, place);
  }
}

/** Whoever connects while a restore swaps databases is told, with a detail, that there is none of the name any more; by then there is. */
function wasJustRenamed(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && error.code === '3D000' && 'detail' in error && Boolean(error.detail)
  );
}

/** A server that has no TLS, or that takes no connection without it: the errors on which libpq tries the other way. */
function isAboutTls(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  return /SSL|TLS|encryption/i.test(error.message) && (code === undefined || code === '28000');
}

function loadPg(): typeof import('pg') {
  // As CommonJS, which it is: that loads faster.
  return createRequire(import.meta.url)('pg') as typeof import('pg');
}
