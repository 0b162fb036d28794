import type { Database } from '../../../database/database.js';
import { asEngineError } from '../../../engine/as-engine-error.js';
import type { MigrationList, SchemaEngine } from '../../../engine/schema-engine.js';
import type { openEngineSession } from '../../../engine/session/open-engine-session.js';
import { revisionId } from '../../../revisions/revision.js';
import { assertOwnFiles } from '../../run/assert-own-files.js';
import type { RunOptions } from '../../run-options.js';
import { type ExtensionDatabase, findHistory } from './extension-database.js';
import { ExtensionRequest } from './extension-request.js';
import { ExtensionShadows } from './extension-shadows.js';
import { keepDownScripts } from './keep-down-scripts.js';
import { type ReadExtension, readExtension } from './read-extension.js';
import { assertAppliable, assertNothingToRecord } from './refuse-apply.js';
import { resetExtension } from './reset-extension.js';
import type { ShadowSupply } from './shadow-supply.js';

/** What an {@link ExtensionEngine} works with, and closes in the end. */
export interface ExtensionEngineParts {
  readonly extension: string;
  readonly database: ExtensionDatabase;
  readonly shadows: ShadowSupply;
  /** Its signal fires with `closing`. */
  readonly run: RunOptions;
  readonly closing: AbortController;
  /** What Prisma's CLI has named as the schema; some of its commands name none. */
  readonly files: SessionOptions['files'];
  /** Opens Prisma's engine on that database. */
  readonly openSession: (options: Pick<SessionOptions, 'files' | 'openShadow'>) => Promise<SchemaEngine>;
}

type SessionOptions = Parameters<typeof openEngineSession>[0];

type Input<Method extends keyof SchemaEngine> = SchemaEngine[Method] extends (input: infer Given) => unknown
  ? Given
  : never;
type Output<Method extends keyof SchemaEngine> = SchemaEngine[Method] extends (...input: never) => Promise<infer Given>
  ? Given
  : never;

/** What a request is answered with. */
interface Answering {
  readonly session: SchemaEngine;
  readonly request: ExtensionRequest;
  readonly database: Database;
}

/** Prisma's schema engine, by which one extension is seen as a project of its own. One request after the other. */
export class ExtensionEngine implements SchemaEngine {
  readonly #parts: ExtensionEngineParts;
  readonly #shadows: ExtensionShadows;
  /** Directories that Prisma's CLI has been told to make. */
  readonly #made = new Set<string>();
  #session: Promise<SchemaEngine> | null = null;
  /** What of others the session has replayed: it replays no list of migrations twice. */
  #ground: string | null = null;
  /** The end of the request before. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: ExtensionEngineParts) {
    const { extension, database, shadows: supply, run } = parts;
    this.#parts = parts;
    this.#shadows = new ExtensionShadows({ extension, driver: database.driver, supply, run });
  }

  applyMigrations(input: Input<'applyMigrations'>): Promise<Output<'applyMigrations'>> {
    return this.#write(async ({ session, request, database }) => {
      const { open, extension } = request.read;
      const { rows, graph, view, applied } = request;
      assertAppliable({ extension: extension.name, graph, view, applied, rows });
      const migrationsList = request.list(input.migrationsList);
      const pending = migrationsList.migrationDirectories
        .map(({ path }) => path)
        .filter((name) => !applied.has(revisionId(extension.name, name)));
      const { driver } = this.#parts.database;
      const keep = async (names: readonly string[]): Promise<void> => {
        await database.restoreSession();
        await keepDownScripts({ database, driver, open, extension: extension.name, names });
      };
      let output: Output<'applyMigrations'>;
      try {
        output = await session.applyMigrations({ ...input, migrationsList });
      } catch (error) {
        // Those before the one that failed are applied. Where the database is gone as well, the first reason counts.
        await keep(pending).catch(() => {});
        throw error;
      }
      await keep(output.appliedMigrationNames);
      return output;
    });
  }

  createMigration(input: Input<'createMigration'>): Promise<Output<'createMigration'>> {
    return this.#look(async ({ session, request }) => {
      assertOwnFiles([request.read.extension], 'make a migration');
      const { list, filters } = await replayed(request, input);
      const output = await session.createMigration({ ...input, migrationsList: list, filters });
      this.#made.add(output.generatedMigrationName);
      const { migrationScript } = output;
      if (migrationScript === null || migrationScript.trim() === '') return output;
      return { ...output, migrationScript: await this.#shadows.completed(migrationScript, request.read) };
    });
  }

  devDiagnostic(input: Input<'devDiagnostic'>): Promise<Output<'devDiagnostic'>> {
    return this.#look(async ({ session, request }) => {
      const { graph, view, applied, read } = request;
      assertNothingToRecord({ extension: read.extension.name, graph, view, applied });
      const { list, filters } = await replayed(request, input);
      return session.devDiagnostic({ ...input, migrationsList: list, filters });
    });
  }

  diagnoseMigrationHistory(input: Input<'diagnoseMigrationHistory'>): Promise<Output<'diagnoseMigrationHistory'>> {
    return this.#look(async ({ session, request }) => {
      if (!input.optInToShadowDatabase) {
        return session.diagnoseMigrationHistory({ ...input, migrationsList: request.list(input.migrationsList) });
      }
      const { list, filters } = await replayed(request, input);
      return session.diagnoseMigrationHistory({ ...input, migrationsList: list, filters });
    });
  }

  evaluateDataLoss(input: Input<'evaluateDataLoss'>): Promise<Output<'evaluateDataLoss'>> {
    return this.#look(async ({ session, request }) => {
      const { list, filters } = await replayed(request, input);
      return session.evaluateDataLoss({ ...input, migrationsList: list, filters });
    });
  }

  diff(input: Input<'diff'>): Promise<Output<'diff'>> {
    const targets = [input.from, input.to];
    const isLive = targets.some(({ tag }) => tag === 'schemaDatasource' || tag === 'url');
    const replays = targets.some(({ tag }) => tag === 'migrations');
    const compare = async (session: SchemaEngine, request: ExtensionRequest): Promise<Output<'diff'>> => {
      const [from, to] = targets.map((target) =>
        target.tag === 'migrations' ? { ...target, ...request.list(target) } : target,
      ) as [Input<'diff'>['from'], Input<'diff'>['to']];
      return session.diff({ ...input, from, to, filters: await request.filters(input.filters, { replays }) });
    };
    if (isLive) return this.#look(({ session, request }) => compare(session, request));
    return this.#answer(async () => this.#begin(await this.#read(), null, compare));
  }

  introspect(input: Input<'introspect'>): Promise<Output<'introspect'>> {
    return this.#answer(async () => {
      const read = await this.#read();
      const database = await this.#parts.database.forReading();
      return this.#begin(read, database, async (session, request) => {
        const connection = await this.#parts.database.connection();
        const scope = await request.scope(database, await request.closureView(database));
        return connection.seenAs(scope, () => session.introspect(input));
      });
    });
  }

  markMigrationApplied(input: Input<'markMigrationApplied'>): Promise<Output<'markMigrationApplied'>> {
    return this.#write(({ session, request }) =>
      session.markMigrationApplied({ ...input, migrationsList: request.list(input.migrationsList) }),
    );
  }

  markMigrationRolledBack(input: Input<'markMigrationRolledBack'>): Promise<Output<'markMigrationRolledBack'>> {
    return this.#write(({ session }) => session.markMigrationRolledBack(input));
  }

  reset({ filter }: Input<'reset'>): Promise<Output<'reset'>> {
    return this.#write(async ({ request, database }) => {
      const { open, extension } = request.read;
      const { driver, names } = this.#parts.database;
      const { objects: made } = await this.#shadows.ownersOf(request.read, { withObjects: true });
      const { own } = await request.ownership({ replays: false });
      const kept = { table: new Set(filter.externalTables), enum: new Set(filter.externalEnums) };
      const { history, isThere } = await findHistory(database, open, extension.name);
      await resetExtension({
        database,
        driver,
        open,
        extension,
        history,
        isHistoryThere: isThere,
        own: own.filter(({ kind, name }) => !kept[kind].has(names.engineName(name))),
        made,
      });
      return {};
    });
  }

  schemaPush(input: Input<'schemaPush'>): Promise<Output<'schemaPush'>> {
    return this.#write(async ({ session, request }) =>
      session.schemaPush({ ...input, filters: await request.filters(input.filters, { replays: false }) }),
    );
  }

  /** The script is the user's own, who may mean any table. */
  dbExecute(input: Input<'dbExecute'>): Promise<Output<'dbExecute'>> {
    return this.#answer(async () => {
      const { open } = await this.#read();
      const session = await this.#opened();
      return this.#parts.database.locked(open, () => session.dbExecute(input));
    });
  }

  createDatabase(input: Input<'createDatabase'>): Promise<Output<'createDatabase'>> {
    return this.#pass((session) => session.createDatabase(input));
  }

  debugPanic(): Promise<Output<'debugPanic'>> {
    return this.#pass((session) => session.debugPanic());
  }

  ensureConnectionValidity(input: Input<'ensureConnectionValidity'>): Promise<Output<'ensureConnectionValidity'>> {
    return this.#pass((session) => session.ensureConnectionValidity(input));
  }

  getDatabaseVersion(input: Input<'getDatabaseVersion'>): Promise<string> {
    return this.#pass((session) => session.getDatabaseVersion(input));
  }

  introspectSql(input: Input<'introspectSql'>): Promise<Output<'introspectSql'>> {
    return this.#pass((session) => session.introspectSql(input));
  }

  /** Ends a request that is going on: a query ends with its connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { database, shadows, closing } = this.#parts;
    closing.abort();
    try {
      await database[Symbol.asyncDispose]();
    } finally {
      try {
        await shadows[Symbol.asyncDispose]();
      } finally {
        await this.#last;
        await (await this.#session?.catch(() => null))?.[Symbol.asyncDispose]();
      }
    }
  }

  #opened(): Promise<SchemaEngine> {
    this.#session ??= this.#open();
    this.#session.catch(() => {
      this.#session = null;
    });
    return this.#session;
  }

  async #open(): Promise<SchemaEngine> {
    const { files, openSession } = this.#parts;
    const schema = files.length > 0 ? files : (await this.#read()).closure.files;
    return openSession({ files: schema, openShadow: () => this.#shadows.open() });
  }

  /** A session that has seen nothing else of others than what there is now. */
  async #openedOn({ plan }: ReadExtension): Promise<SchemaEngine> {
    const others = plan.revisions.filter((revision) => revision.extension !== this.#parts.extension);
    const ground = JSON.stringify(others.map(({ id, checksum }) => [id, checksum]));
    if (this.#ground !== null && this.#ground !== ground) {
      const former = await this.#session?.catch(() => null);
      this.#session = null;
      await former?.[Symbol.asyncDispose]();
    }
    this.#ground = ground;
    return this.#opened();
  }

  #read(): Promise<ReadExtension> {
    const { run, extension } = this.#parts;
    return readExtension({ workspace: run, name: extension, made: this.#made });
  }

  #pass<Result>(work: (session: SchemaEngine) => Promise<Result>): Promise<Result> {
    return this.#answer(async () => work(await this.#opened()));
  }

  /** Answers from the live database without writing to it. */
  #look<Result>(work: (answering: Answering) => Promise<Result>): Promise<Result> {
    return this.#answer(async () => this.#see(await this.#read(), await this.#parts.database.forReading(), work));
  }

  /** Answers while no other run works on the database. */
  #write<Result>(work: (answering: Answering) => Promise<Result>): Promise<Result> {
    return this.#answer(async () => {
      const read = await this.#read();
      return this.#parts.database.locked(read.open, (database) => this.#see(read, database, work));
    });
  }

  #see<Result>(
    read: ReadExtension,
    database: Database,
    work: (answering: Answering) => Promise<Result>,
  ): Promise<Result> {
    return this.#begin(read, database, async (session, request) => {
      const connection = await this.#parts.database.connection();
      return connection.seenAs(await request.scope(database), () => work({ session, request, database }));
    });
  }

  async #begin<Result>(
    read: ReadExtension,
    database: Database | null,
    work: (session: SchemaEngine, request: ExtensionRequest) => Promise<Result>,
  ): Promise<Result> {
    const session = await this.#openedOn(read);
    const { driver, names } = this.#parts.database;
    const shadows = this.#shadows;
    const replayCreators = async () => (await shadows.ownersOf(read, { withObjects: false })).creators;
    const request = await ExtensionRequest.begin({ read, database, driver, names, replayCreators });
    return shadows.during(request, () => work(session, request));
  }

  #answer<Result>(work: () => Promise<Result>): Promise<Result> {
    const answer = this.#last.then(async () => {
      try {
        return await work();
      } catch (error) {
        throw asEngineError(error);
      }
    });
    this.#last = answer.catch(() => {});
    return answer;
  }
}

/** What of a request is for a replay, as the engine is to have it. */
async function replayed(
  request: ExtensionRequest,
  { migrationsList, filters }: Pick<Input<'devDiagnostic'>, 'migrationsList' | 'filters'>,
): Promise<{ readonly list: MigrationList; readonly filters: Input<'devDiagnostic'>['filters'] }> {
  return { list: request.list(migrationsList), filters: await request.filters(filters, { replays: true }) };
}
