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
import { copyName, defaultTestName, originalName, readNote, type TestNote } from './test-names.js';
import { MISSING, type ServerSurvey, TestServer } from './test-server.js';
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

  lock(name: string, signal: AbortSignal | undefined): Promise<AsyncDisposable> {
    return this.#server.lock(name, signal);
  }

  async build(name: string, recipe: TestRecipe, { force }: { readonly force: boolean }): Promise<void> {
    const note: TestNote = { kind: 'named', ...recipe.mark };
    await this.#build(name, recipe, { note, makeRoom: () => this.drop(name, { force }) });
  }

  async drop(name: string, { force }: { readonly force: boolean }): Promise<void> {
    if (!force && (await this.#server.isInUse(name))) throw testDatabaseInUse(this.locate(name).display);
    await this.#server.drop(name, force);
  }

  async copy(recipe: TestRecipe): Promise<string> {
    return this.#copyTo(null, recipe);
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

  /** @param copy what it is to be called; null for a new name */
  async #copyTo(copy: string | null, recipe: TestRecipe): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      const { original, time, isThrowaway } = await this.#ensureOriginal(recipe);
      const name = copy ?? copyName(ownClaim(), time);
      try {
        await this.#server.copy(original, name, isThrowaway);
        return name;
      } catch (error) {
        // Somebody may have cleared it away in this moment.
        const isGone = sqlState(error) === MISSING && attempt < TRIES;
        if (!isGone) throw testDatabaseNotCreated(this.#parts.location.display, error);
      }
    }
  }

  async #ensureOriginal(recipe: TestRecipe): Promise<ServerSurvey & { readonly original: string }> {
    const original = originalName(recipe.mark);
    const survey = await this.#server.survey();
    if (await this.#isUsable(original, recipe.mark, survey)) return { ...survey, original };
    await using _lock = await this.#server.lock(original, recipe.signal);
    if (await this.#isUsable(original, recipe.mark, await this.#server.survey())) return { ...survey, original };
    const note: TestNote = { kind: 'original', usedAt: survey.time, ...recipe.mark };
    await this.#build(original, recipe, { note, makeRoom: async () => {} });
    return { ...survey, original };
  }

  /** Whether an original is there; notes that it is of use, and clears away what is of none. */
  async #isUsable(name: string, mark: TestMark, { candidates, time }: ServerSurvey): Promise<boolean> {
    const note = readNote(candidates.find((each) => each.name === name)?.comment ?? null);
    const isThere = note?.kind === 'original';
    if (isThere && time - note.usedAt > HOUR_MS)
      await this.#server.note(name, { kind: 'original', usedAt: time, ...mark });
    if (!this.#hasPruned) {
      this.#hasPruned = true;
      const others = candidates.filter((each) => each.name !== name);
      for (const each of leftovers(others, time).slice(0, MOST_PRUNED)) {
        // Without FORCE: should somebody have come after all, the server refuses.
        await this.#server.drop(each, false).catch(() => {});
      }
    }
    return isThere;
  }

  async #build(name: string, { fill, finish, signal }: TestRecipe, { note, makeRoom }: Ending): Promise<void> {
    const unfinished = copyName(ownClaim(), (await this.#server.survey()).time);
    await this.#server.create(unfinished);
    try {
      if (signal?.aborted) throw testInterrupted();
      await this.#fill(unfinished, fill);
      await finish?.(this.locate(unfinished));
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
