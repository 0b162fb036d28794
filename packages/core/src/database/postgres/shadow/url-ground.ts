import { hostname } from 'node:os';
import { messageOf, OrchestrateError } from '../../../errors.js';
import type { OnEvent } from '../../../events.js';
import { SHADOW_MARKER_SCHEMA } from '../catalog/user-objects.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { sqlState } from '../connection/postgres-errors.js';
import type { PostgresLocation } from '../connection/postgres-url.js';
import { quoteIdentifier, quoteLiteral } from '../quote.js';
import { connectAs } from '../server/connect-as.js';
import { isMissingDatabase } from '../server/connect-to-server.js';
import { clearDatabase, dropMarker, readKept } from './clear-database.js';
import { findData } from './find-data.js';
import { identify, nameSameDatabase } from './same-database.js';
import { claimShadow } from './shadow-claim.js';
import { isLive, mayNotCreateSchema, notCleared, notEmpty, shadowMissing } from './shadow-errors.js';
import type { ShadowGround } from './shadow-ground.js';

/** What {@link takeUrl} takes. */
export interface UrlOptions {
  /** Its schema is the one that unqualified names will mean. */
  readonly shadow: PostgresLocation;
  /** The database that the shadow database stands in for; null where nothing names one. */
  readonly live: PostgresLocation | null;
  /** How long to wait for another run that works there. */
  readonly waitMs: number;
  readonly onEvent?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A database that the user names as disposable, after a look at whether it is. One connection stays beside the working
 * one: it holds the lock, and clears the database in the end.
 *
 * @throws OrchestrateError `SHADOW.IS_LIVE`, `SHADOW.NOT_EMPTY`, `SHADOW.IN_USE`, `SHADOW.NOT_CLEARED`,
 *   `SHADOW.NO_PRIVILEGE`
 */
export async function takeUrl(options: UrlOptions): Promise<ShadowGround> {
  const { shadow, waitMs, onEvent, signal } = options;
  const admin = await connectApart(options);
  try {
    await claimShadow(admin, { display: shadow.display, timeoutMs: waitMs, onEvent, signal });
    const kept = await mark(admin, options);
    return new UrlGround(options, { admin, kept });
  } catch (error) {
    await admin.end();
    throw error;
  }
}

/**
 * Looks at whether a database is one that {@link takeUrl} takes; nothing is done to it.
 *
 * @throws OrchestrateError as {@link takeUrl}
 */
export async function assertDisposable(options: Pick<UrlOptions, 'shadow' | 'live'>): Promise<void> {
  const admin = await connectApart(options);
  try {
    await assertNoData(admin, options.shadow.display);
  } finally {
    await admin.end();
  }
}

/** Connects to it, unless it is the database that it stands in for. */
async function connectApart({ shadow, live }: Pick<UrlOptions, 'shadow' | 'live'>): Promise<PostgresConnection> {
  if (live !== null && nameSameDatabase(shadow, live)) throw isLive(shadow.display, live.display);
  const admin = await connectAs('orchestrate shadow', shadow).catch((error: unknown) => {
    throw isMissingDatabase(error) ? shadowMissing(shadow.display, error) : error;
  });
  try {
    if (live !== null && (await isSameDatabase(admin, live))) throw isLive(shadow.display, live.display);
    return admin;
  } catch (error) {
    await admin.end();
    throw error;
  }
}

class UrlGround implements ShadowGround {
  readonly display: string;
  readonly #options: UrlOptions;
  readonly #admin: PostgresConnection;
  readonly #kept: readonly string[];
  #isReleased = false;

  constructor(options: UrlOptions, { admin, kept }: { admin: PostgresConnection; kept: readonly string[] }) {
    this.display = options.shadow.display;
    this.#options = options;
    this.#admin = admin;
    this.#kept = kept;
  }

  async empty(): Promise<PostgresLocation> {
    await this.#clear();
    return this.#options.shadow;
  }

  async claim(): Promise<void> {}

  async release(): Promise<void> {
    if (this.#isReleased) return;
    this.#isReleased = true;
    try {
      await this.#clear();
      await dropMarker(this.#admin);
    } catch (error) {
      // The marker is still there, so the next run knows what it finds.
      const { code, message, fix } = error instanceof OrchestrateError ? error : notCleared(this.display, error);
      this.#options.onEvent?.({ kind: 'warning', code, message, fix });
    } finally {
      await this.#admin.end();
    }
  }

  async #clear(): Promise<void> {
    try {
      await clearDatabase(this.#admin, this.#kept);
    } catch (error) {
      throw notCleared(this.display, error);
    }
  }
}

async function isSameDatabase(shadow: PostgresConnection, live: PostgresLocation): Promise<boolean> {
  let connection: PostgresConnection;
  try {
    connection = await connectAs('orchestrate shadow', live);
  } catch (error) {
    // A database that is missing or out of reach cannot be looked at; what holds data is refused anyhow.
    if (error instanceof OrchestrateError) return false;
    throw error;
  }
  try {
    return (await identify(connection)) === (await identify(shadow));
  } finally {
    await connection.end();
  }
}

/** Makes the database ours, unless it is anybody else's, and says what of it is to be kept. */
async function mark(admin: PostgresConnection, { shadow }: UrlOptions): Promise<readonly string[]> {
  const left = await assertNoData(admin, shadow.display);
  if (left !== null) return left;
  const kept = await readKept(admin, shadow.schema);
  const note = JSON.stringify({ host: hostname(), pid: process.pid, started: new Date().toISOString(), kept });
  const schema = quoteIdentifier(SHADOW_MARKER_SCHEMA);
  try {
    await admin.script([
      `CREATE SCHEMA IF NOT EXISTS ${schema}`,
      `COMMENT ON SCHEMA ${schema} IS ${quoteLiteral(note)}`,
    ]);
  } catch (error) {
    const [row] = await admin.query<{ readonly role: string }>('SELECT current_user::text AS role');
    throw mayNotCreateSchema(row?.role ?? '', shadow.display, error);
  }
  return kept;
}

/** What a killed run that worked there was to keep; null where there was none. @throws OrchestrateError `SHADOW.NOT_EMPTY` */
async function assertNoData(admin: PostgresConnection, display: string): Promise<readonly string[] | null> {
  const left = await readMarker(admin);
  if (left !== null) return left;
  const found = await lookForData(admin, display);
  if (found !== null) throw notEmpty(display, found);
  return null;
}

async function lookForData(admin: PostgresConnection, display: string): Promise<string | null> {
  try {
    return await findData(admin);
  } catch (error) {
    if (sqlState(error) === '42501') throw notEmpty(display, `a table that cannot be read: ${messageOf(error)}`);
    throw error;
  }
}

/** What the run that left its marker was to keep; null without a marker. */
async function readMarker(admin: PostgresConnection): Promise<readonly string[] | null> {
  const [row] = await admin.query<{ readonly note: string | null }>(
    `SELECT obj_description(oid, 'pg_namespace') AS note FROM pg_namespace WHERE nspname = ?`,
    [SHADOW_MARKER_SCHEMA],
  );
  if (row === undefined) return null;
  try {
    const { kept } = JSON.parse(row.note ?? '') as { readonly kept: readonly string[] };
    return kept;
  } catch {
    // Not as we write it, so not ours.
    return null;
  }
}
