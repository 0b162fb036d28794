import type { Provider, ShadowDatabase } from '../../database.js';
import { openingError } from '../connection/opening-errors.js';
import { PostgresConnection } from '../connection/postgres-connection.js';
import { explainPostgresError } from '../connection/postgres-errors.js';
import { sessionRestoration, setUpSession } from '../connection/postgres-session.js';
import { StatementLimits } from '../connection/statement-limits.js';
import { PostgresDatabase, type PostgresDatabaseParts } from '../postgres-database.js';
import { quoteIdentifier } from '../quote.js';
import { initFailed, interrupted } from './shadow-errors.js';
import type { ShadowGround } from './shadow-ground.js';

const COMMAND = 'orchestrate shadow';

/** Nothing in it is worth to be kept over a crash. */
const SPEED = 'SET synchronous_commit = off';

/** What a {@link PostgresShadow} is opened with. */
export interface PostgresShadowOptions {
  readonly provider: Provider;
  readonly ground: ShadowGround;
  /** Runs first; null for nothing. */
  readonly initScript: string | null;
  readonly signal?: AbortSignal | undefined;
}

/** A shadow database, wherever its ground is. */
export class PostgresShadow extends PostgresDatabase implements ShadowDatabase {
  readonly #options: PostgresShadowOptions;
  #parts: PostgresDatabaseParts;

  private constructor(parts: PostgresDatabaseParts, options: PostgresShadowOptions) {
    super(parts);
    this.#parts = parts;
    this.#options = options;
  }

  /**
   * Takes the ground over: closing releases it, and so does a failure here.
   *
   * @throws OrchestrateError `SHADOW.INIT_FAILED`, and what the ground and the connection have to say
   */
  static async open(options: PostgresShadowOptions): Promise<PostgresShadow> {
    try {
      return new PostgresShadow(await connect(options), options);
    } catch (error) {
      await options.ground.release();
      throw error;
    }
  }

  async reset(): Promise<void> {
    await this.#parts.connection.end();
    try {
      this.#parts = await connect(this.#options);
    } catch (error) {
      throw this.#options.signal?.aborted ? interrupted() : error;
    }
    this.reconnect(this.#parts);
  }

  protected override sessionRestoration(): readonly string[] {
    return [...super.sessionRestoration(), SPEED];
  }

  override async close(): Promise<void> {
    await super.close();
    await this.#options.ground.release();
  }
}

/** Makes the ground empty and connects to it, prepared for the first revision. */
async function connect({
  provider,
  ground,
  initScript,
  signal,
}: PostgresShadowOptions): Promise<PostgresDatabaseParts> {
  signal?.throwIfAborted();
  const place = await ground.empty();
  const location = { ...place, display: ground.display, isPooled: false };
  const { schema, display } = location;
  let connection: PostgresConnection | null = null;
  try {
    signal?.throwIfAborted();
    connection = await PostgresConnection.connect(location.target);
    await ground.claim(connection);
    const sessionOptions = { schema, command: COMMAND, isReadOnly: false };
    const session = await setUpSession(connection, { ...sessionOptions, display });
    await connection.script([
      SPEED,
      ...(schema === 'public' ? [] : [`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`]),
    ]);
    signal?.throwIfAborted();
    if (initScript !== null) {
      await runInitScript(connection, initScript);
      await connection.script([...sessionRestoration(sessionOptions), SPEED]);
    }
    const limits = new StatementLimits({ lockTimeoutMs: null, statementTimeoutMs: null });
    return { provider, connection, location, session, command: COMMAND, isReadOnly: false, limits };
  } catch (error) {
    await connection?.end();
    throw openingError(error, location);
  }
}

async function runInitScript(connection: PostgresConnection, initScript: string): Promise<void> {
  try {
    await connection.script([initScript]);
  } catch (error) {
    throw initFailed(explainPostgresError(error, connection.placeOf(error)).message, error);
  }
  if (connection.transaction !== 'none') throw initFailed('it ends inside a transaction', undefined);
}
