import type { Database } from '../../../database/database.js';
import type { EngineConnection } from '../../../database/engine-connection.js';
import { asEngineError } from '../../../engine/as-engine-error.js';
import { EngineError, type MigrationList, type SchemaEngine } from '../../../engine/schema-engine.js';
import { isOrchestrateError } from '../../../errors.js';
import { assertOwnFiles } from '../../run/assert-own-files.js';
import type { RunOptions } from '../../run-options.js';
import { type ExtensionDatabase, findHistory } from './extension-database.js';
import { ExtensionRequest } from './extension-request.js';
import { keepDownScripts } from './keep-down-scripts.js';
import { type ReadExtension, readExtension } from './read-extension.js';
import { assertAppliable, assertNothingToRecord } from './refuse-apply.js';
import { type ReplayedOwners, replayOwners } from './replay-owners.js';
import { resetExtension } from './reset-extension.js';
import { ScopedShadow } from './scoped-shadow.js';
import type { ShadowSupply } from './shadow-supply.js';

/** What an {@link ExtensionEngine} works with, and closes in the end. */
export interface ExtensionEngineParts {
  readonly extension: string;
  readonly database: ExtensionDatabase;
  readonly shadows: ShadowSupply;
  /** Its signal fires with `closing`. */
  readonly run: RunOptions;
  readonly closing: AbortController;
  /** Opens Prisma's engine on that database, with these shadow databases. */
  readonly openSession: (openShadow: () => Promise<EngineConnection & AsyncDisposable>) => Promise<SchemaEngine>;
}

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
  readonly #made = new Set<string>();
  #session: Promise<SchemaEngine> | null = null;
  /** The end of the request before. */
  #last: Promise<unknown> = Promise.resolve();
  /** The request that is being answered. */
  #request: ExtensionRequest | null = null;
  #shadowsOpened = 0;
  /** What failed in a shadow database that is not the extension's own. */
  #othersFailure: unknown = null;
  /** Who makes what, by the revisions that it was told from. */
  #owners: { readonly key: string; readonly owners: ReplayedOwners } | null = null;

  constructor(parts: ExtensionEngineParts) {
    this.#parts = parts;
  }

  applyMigrations(input: Input<'applyMigrations'>): Promise<Output<'applyMigrations'>> {
    return this.#write(async ({ session, request, database }) => {
      const { open, extension } = request.read;
      const { rows, graph, view, applied } = request;
      assertAppliable({ extension: extension.name, graph, view, applied, rows });
      const output = await session.applyMigrations({ ...input, migrationsList: request.list(input.migrationsList) });
      const { driver } = this.#parts.database;
      const names = output.appliedMigrationNames;
      await database.restoreSession();
      await keepDownScripts({ database, driver, open, extension: extension.name, names });
      return output;
    });
  }

  createMigration(input: Input<'createMigration'>): Promise<Output<'createMigration'>> {
    return this.#look(async ({ session, request }) => {
      assertOwnFiles([request.read.extension], 'make a migration');
      const { list, filters } = await replayed(request, input);
      const output = await session.createMigration({ ...input, migrationsList: list, filters });
      this.#made.add(output.generatedMigrationName);
      return output;
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
      const { objects: made } = await this.#ownersOf(request.read, true);
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
    this.#session ??= this.#parts.openSession(() => this.#openShadow());
    return this.#session;
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
    const session = await this.#opened();
    const { driver, names } = this.#parts.database;
    const replayCreators = async () => (await this.#ownersOf(read, false)).creators;
    this.#request = await ExtensionRequest.begin({ read, database, driver, names, replayCreators });
    this.#shadowsOpened = 0;
    try {
      return await work(session, this.#request);
    } finally {
      this.#request = null;
    }
  }

  #answer<Result>(work: () => Promise<Result>): Promise<Result> {
    const answer = this.#last.then(async () => {
      this.#othersFailure = null;
      try {
        return await work();
      } catch (error) {
        throw this.#othersFailure === null ? asEngineError(error) : othersNotClean(this.#othersFailure);
      }
    });
    this.#last = answer.catch(() => {});
    return answer;
  }

  /** Who makes what. The same revisions make the same. */
  async #ownersOf({ open, plan }: ReadExtension, withObjects: boolean): Promise<ReplayedOwners> {
    const { extension, database, shadows, run } = this.#parts;
    const key = JSON.stringify([
      withObjects,
      plan.revisions.map((revision) => [revision.id, revision.checksum, revision.adopts, plan.plan.has(revision)]),
    ]);
    if (this.#owners?.key === key) return this.#owners.owners;
    const { shadow, release } = await shadows.take();
    try {
      const owners = await replayOwners({
        extension,
        plan,
        shadow,
        driver: database.driver,
        root: open.workspace.root,
        withObjects,
        onEvent: run.onEvent,
        signal: run.signal,
      });
      this.#owners = { key, owners };
      return owners;
    } finally {
      await release();
    }
  }

  async #openShadow(): Promise<ScopedShadow> {
    const { extension, database, shadows, run } = this.#parts;
    const request = this.#request;
    if (request === null) throw new Error('The engine asked for a shadow database for no request.');
    const { lists, read, view } = request;
    const list = lists[Math.min(this.#shadowsOpened, lists.length - 1)];
    this.#shadowsOpened += 1;
    const { shadow, release } = await shadows.take();
    return new ScopedShadow({
      shadow,
      driver: database.driver,
      extension,
      graph: read.open.graph,
      plan: read.plan.plan,
      recordOnly: view.recordOnly,
      migrations: scriptsOf(list),
      root: read.open.workspace.root,
      onOthersFailed: (error) => {
        this.#othersFailure = error;
      },
      onClose: release,
      onEvent: run.onEvent,
      signal: run.signal,
    });
  }
}

/** What of a request is for a replay, as the engine is to have it. */
async function replayed(
  request: ExtensionRequest,
  { migrationsList, filters }: Pick<Input<'devDiagnostic'>, 'migrationsList' | 'filters'>,
): Promise<{ readonly list: MigrationList; readonly filters: Input<'devDiagnostic'>['filters'] }> {
  return { list: request.list(migrationsList), filters: await request.filters(filters, { replays: true }) };
}

function scriptsOf(list: MigrationList | undefined): readonly { readonly name: string; readonly sql: string }[] {
  return (list?.migrationDirectories ?? []).flatMap(({ path, migrationFile: { content } }) =>
    content.tag === 'ok' ? [{ name: path, sql: content.value }] : [],
  );
}

/** As Prisma's P3006 says it of a migration of the extension. */
function othersNotClean(error: unknown): EngineError {
  if (!isOrchestrateError(error) || error.code !== 'REPLAY.REVISION_FAILED') return asEngineError(error);
  const { message, fix, meta } = error;
  return new EngineError(
    `Migration \`${String(meta['revision'])}\` failed to apply cleanly to the shadow database. \nError:\n${message}\n${fix}`,
    { code: 'P3006', meta: { migration_name: meta['revision'], inner_error: message }, cause: error },
  );
}
