import { OrchestrateError } from '../../../errors.js';
import type { Database, OpenOptions, Provider } from '../../database.js';
import { ownClaim } from '../../process-claim.js';
import type {
  TestGround,
  TestGroundOptions,
  TestLocation,
  TestMark,
  TestRecipe,
  TestState,
} from '../../test-ground.js';
import {
  isLiveDatabase,
  noTestDatabases,
  noTestServer,
  notTheTestDatabase,
  testDatabaseInUse,
  testDatabaseNotCreated,
  testInterrupted,
} from '../../test-ground-errors.js';
import { sqlState } from '../connection/postgres-errors.js';
import { type PostgresLocation, parsePostgresUrl } from '../connection/postgres-url.js';
import { openPostgres } from '../open-postgres.js';
import { quoteIdentifier } from '../quote.js';
import { identify, nameSameDatabase } from '../shadow/same-database.js';
import { connectForTests } from './connect-for-tests.js';
import { leftovers } from './test-leftovers.js';
import { defaultTestName, newTestName, originalName, readNote, type TestNote } from './test-names.js';
import { MISSING, TestServer } from './test-server.js';
import { urlWithDatabase, urlWithSchema } from './test-urls.js';

/** How often to make an original again that somebody clears away in the same moment. */
const TRIES = 5;
/** How many databases of others one run clears away, lest it takes long. */
const MOST_PRUNED = 20;
const HOUR_MS = 60 * 60 * 1000;

/**
 * Opens the server that test databases are to be on.
 *
 * @throws OrchestrateError `TEST.NO_SERVER`, `TEST.UNSUPPORTED`, what keeps us from the server
 */
export async function openPostgresTestGround(provider: Provider, options: TestGroundOptions): Promise<TestGround> {
  if (provider !== 'postgresql') throw noTestDatabases(provider);
  const { live, place, root, command } = options;
  const liveLocation = live === null ? null : parsePostgresUrl(live.url, live);
  const named = place === null ? live : { ...urlWithSchema(place, liveLocation?.schema ?? 'public'), root };
  if (named === null) throw noTestServer();
  const location = parsePostgresUrl(named.url, named);
  const admin = await connectForTests(location, command);
  return new PostgresTestGround(options, {
    server: new TestServer(admin, location),
    location,
    named,
    live: liveLocation,
  });
}

interface GroundParts {
  readonly server: TestServer;
  readonly location: PostgresLocation;
  /** The URL that the location comes from. */
  readonly named: { readonly url: string; readonly display: string; readonly root: string };
  readonly live: PostgresLocation | null;
}

/** What becomes of a database once it is filled. */
interface Ending {
  readonly note: TestNote;
  readonly makeRoom: () => Promise<void>;
}

class PostgresTestGround implements TestGround {
  readonly defaultName: string;
  readonly #options: TestGroundOptions;
  readonly #parts: GroundParts;
  readonly #server: TestServer;
  #hasPruned = false;

  constructor(options: TestGroundOptions, parts: GroundParts) {
    const { database } = parts.location;
    this.defaultName = options.place === null ? defaultTestName(database) : database;
    this.#options = options;
    this.#parts = parts;
    this.#server = parts.server;
  }

  locate(name: string): TestLocation {
    const { url, display } = this.#parts.named;
    return { url: urlWithDatabase(url, name), display: urlWithDatabase(display, name) };
  }

  async inspect(name: string, mark: TestMark): Promise<TestState> {
    const { live, location } = this.#parts;
    const { display } = this.locate(name);
    if (live !== null && nameSameDatabase({ ...location, database: name }, live)) throw isLiveDatabase(display);
    const found = await this.#server.find(name);
    if (found === null) return 'absent';
    const { note, identity } = found;
    if (note?.kind !== 'named' || note.workspace !== mark.workspace) return 'foreign';
    // By another name of the server.
    if (live !== null && identity === (await identityOf(live, this.#options.command))) throw isLiveDatabase(display);
    return note.digest === mark.digest ? 'current' : 'outdated';
  }

  async build(name: string, recipe: TestRecipe, { force }: { readonly force: boolean }): Promise<void> {
    await using _lock = await this.#server.lock(name, recipe.signal);
    const note: TestNote = { kind: 'named', ...recipe.mark };
    await this.#build(name, recipe, { note, makeRoom: () => this.drop(name, { force }) });
  }

  async drop(name: string, { force }: { readonly force: boolean }): Promise<void> {
    if (!force && (await this.#server.isInUse(name))) throw testDatabaseInUse(this.locate(name).display);
    await this.#server.drop(name, force);
  }

  async copy(recipe: TestRecipe): Promise<string> {
    const name = newTestName(await this.#server.time());
    await this.#copyTo(name, recipe);
    return name;
  }

  async renew(copy: string, recipe: TestRecipe): Promise<void> {
    await this.#server.drop(copy, true);
    await this.#copyTo(copy, recipe);
  }

  async discard(copy: string): Promise<void> {
    await this.#server.drop(copy, true);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.end();
  }

  async #copyTo(name: string, recipe: TestRecipe): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const original = await this.#ensureOriginal(recipe);
      try {
        await this.#server.copy(original, name);
        break;
      } catch (error) {
        const isGone = sqlState(error) === MISSING && attempt < TRIES;
        if (!isGone) throw testDatabaseNotCreated(this.#parts.location.display, error);
      }
    }
    await this.#server.note(name, { kind: 'copy', process: ownClaim() });
  }

  async #ensureOriginal(recipe: TestRecipe): Promise<string> {
    const name = originalName(recipe.mark);
    if (await this.#isUsable(name, recipe.mark)) return name;
    await using _lock = await this.#server.lock(name, recipe.signal);
    if (await this.#isUsable(name, recipe.mark)) return name;
    const note: TestNote = { kind: 'original', usedAt: await this.#server.time(), ...recipe.mark };
    await this.#build(name, recipe, { note, makeRoom: async () => {} });
    return name;
  }

  /** Whether an original is there; notes that it is of use, and clears away what is of none. */
  async #isUsable(name: string, mark: TestMark): Promise<boolean> {
    const candidates = await this.#server.candidates();
    const original = candidates.find((each) => each.name === name);
    const note = readNote(original?.comment ?? null);
    const isThere = original !== undefined && note?.kind === 'original';
    if (isThere && original.serverTime - note.usedAt > HOUR_MS) {
      await this.#server.note(name, { kind: 'original', usedAt: original.serverTime, ...mark });
    }
    if (!this.#hasPruned) {
      this.#hasPruned = true;
      const others = candidates.filter((each) => each.name !== name);
      // Without FORCE: should somebody have come after all, the server refuses.
      for (const each of leftovers(others).slice(0, MOST_PRUNED)) await this.#server.drop(each, false).catch(() => {});
    }
    return isThere;
  }

  async #build(name: string, { fill, signal }: TestRecipe, { note, makeRoom }: Ending): Promise<void> {
    const unfinished = newTestName(await this.#server.time());
    await this.#server.create(unfinished);
    try {
      await this.#server.note(unfinished, { kind: 'copy', process: ownClaim() });
      if (signal?.aborted) throw testInterrupted();
      await this.#fill(unfinished, fill);
      if (signal?.aborted) throw testInterrupted();
      await makeRoom();
      if (note.kind === 'original') await this.#server.close(unfinished);
      await this.#server.note(unfinished, note);
      await this.#server.rename(unfinished, name);
    } catch (error) {
      await this.#server.drop(unfinished, true).catch(() => {});
      throw error instanceof OrchestrateError ? error : testDatabaseNotCreated(this.#parts.location.display, error);
    }
  }

  async #fill(name: string, fill: (database: Database) => Promise<void>): Promise<void> {
    const { command, onEvent } = this.#options;
    const limits = { lockTimeoutMs: null, statementTimeoutMs: null };
    const { root } = this.#parts.named;
    const target: OpenOptions = { ...this.locate(name), root, mode: 'write', command, ...limits, onEvent };
    await using database = await openPostgres('postgresql', target);
    const [row] = await database.query<{ readonly name: string }>('SELECT current_database() AS name');
    // A pooler may lead every name to one database, and that would be somebody's.
    if (row?.name !== name) throw notTheTestDatabase(name, String(row?.name));
    const { schema } = this.#parts.location;
    if (schema !== 'public') await database.execute(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`);
    await fill(database);
  }
}

/** What tells a database from all others; null where it cannot be connected to. */
async function identityOf(location: PostgresLocation, command: string): Promise<string | null> {
  try {
    const connection = await connectForTests(location, command, [location.database]);
    try {
      return await identify(connection);
    } finally {
      await connection.end();
    }
  } catch (error) {
    if (error instanceof OrchestrateError) return null;
    throw error;
  }
}
