import type { MigrationList, SchemaEngine } from '../../../engine/schema-engine.js';
import { revisionId } from '../../../revisions/revision.js';
import { assertOwnFiles } from '../../run/assert-own-files.js';
import type { ExtensionAnswers } from './extension-answers.js';
import { findHistory } from './extension-database.js';
import type { ExtensionRequest } from './extension-request.js';
import { keepDownScripts } from './keep-down-scripts.js';
import { assertAppliable, assertNothingToRecord } from './refuse-apply.js';
import { resetExtension } from './reset-extension.js';

type Input<Method extends keyof SchemaEngine> = SchemaEngine[Method] extends (input: infer Given) => unknown
  ? Given
  : never;
type Output<Method extends keyof SchemaEngine> = SchemaEngine[Method] extends (...input: never) => Promise<infer Given>
  ? Given
  : never;

/** Prisma's schema engine, by which one extension is seen as a project of its own. */
export class ExtensionEngine implements SchemaEngine {
  readonly #answers: ExtensionAnswers;

  /** @param answers is closed with the engine */
  constructor(answers: ExtensionAnswers) {
    this.#answers = answers;
  }

  applyMigrations(input: Input<'applyMigrations'>): Promise<Output<'applyMigrations'>> {
    return this.#answers.write(async ({ session, request, database }) => {
      const { open, extension } = request.read;
      const { rows, graph, view, applied } = request;
      assertAppliable({ extension: extension.name, graph, view, applied, rows });
      const migrationsList = request.list(input.migrationsList);
      const pending = migrationsList.migrationDirectories
        .map(({ path }) => path)
        .filter((name) => !applied.has(revisionId(extension.name, name)));
      const { driver } = this.#answers.database;
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
    return this.#answers.look(async ({ session, request }) => {
      assertOwnFiles([request.read.extension], 'make a migration');
      const { list, filters } = await replayed(request, input);
      const output = await session.createMigration({ ...input, migrationsList: list, filters });
      this.#answers.made.add(output.generatedMigrationName);
      const { migrationScript } = output;
      if (migrationScript === null || migrationScript.trim() === '') return output;
      return { ...output, migrationScript: await this.#answers.shadows.completed(migrationScript, request.read) };
    });
  }

  devDiagnostic(input: Input<'devDiagnostic'>): Promise<Output<'devDiagnostic'>> {
    return this.#answers.look(async ({ session, request }) => {
      const { graph, view, applied, read } = request;
      assertNothingToRecord({ extension: read.extension.name, graph, view, applied });
      const { list, filters } = await replayed(request, input);
      return session.devDiagnostic({ ...input, migrationsList: list, filters });
    });
  }

  diagnoseMigrationHistory(input: Input<'diagnoseMigrationHistory'>): Promise<Output<'diagnoseMigrationHistory'>> {
    return this.#answers.look(async ({ session, request }) => {
      if (!input.optInToShadowDatabase) {
        return session.diagnoseMigrationHistory({ ...input, migrationsList: request.list(input.migrationsList) });
      }
      const { list, filters } = await replayed(request, input);
      return session.diagnoseMigrationHistory({ ...input, migrationsList: list, filters });
    });
  }

  evaluateDataLoss(input: Input<'evaluateDataLoss'>): Promise<Output<'evaluateDataLoss'>> {
    return this.#answers.look(async ({ session, request }) => {
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
    if (isLive) return this.#answers.look(({ session, request }) => compare(session, request));
    return this.#answers.answer(async () => this.#answers.begin(await this.#answers.read(), null, compare));
  }

  introspect(input: Input<'introspect'>): Promise<Output<'introspect'>> {
    return this.#answers.answer(async () => {
      const read = await this.#answers.read();
      const database = await this.#answers.database.forReading();
      return this.#answers.begin(read, database, async (session, request) => {
        const connection = await this.#answers.database.connection();
        const scope = await request.scope(database, await request.closureView(database));
        return connection.seenAs(scope, () => session.introspect(input));
      });
    });
  }

  markMigrationApplied(input: Input<'markMigrationApplied'>): Promise<Output<'markMigrationApplied'>> {
    return this.#answers.write(async ({ session, request, database }) => {
      const { open, extension } = request.read;
      const { driver } = this.#answers.database;
      const migrationsList = request.list(input.migrationsList);
      const output = await session.markMigrationApplied({ ...input, migrationsList });
      await keepDownScripts({ database, driver, open, extension: extension.name, names: [input.migrationName] });
      return output;
    });
  }

  markMigrationRolledBack(input: Input<'markMigrationRolledBack'>): Promise<Output<'markMigrationRolledBack'>> {
    return this.#answers.write(({ session }) => session.markMigrationRolledBack(input));
  }

  reset({ filter }: Input<'reset'>): Promise<Output<'reset'>> {
    return this.#answers.write(async ({ request, database }) => {
      const { open, extension } = request.read;
      const { driver, names } = this.#answers.database;
      const { stateOf } = request;
      const { objects: made } = await this.#answers.shadows.ownersOf(request.read, { withObjects: true, stateOf });
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
    return this.#answers.write(async ({ session, request }) =>
      session.schemaPush({ ...input, filters: await request.filters(input.filters, { replays: false }) }),
    );
  }

  /** The script is the user's own, who may mean any table. */
  dbExecute(input: Input<'dbExecute'>): Promise<Output<'dbExecute'>> {
    return this.#answers.answer(async () => {
      const { open } = await this.#answers.read();
      const session = await this.#answers.opened();
      return this.#answers.database.locked(open, () => session.dbExecute(input));
    });
  }

  createDatabase(input: Input<'createDatabase'>): Promise<Output<'createDatabase'>> {
    return this.#answers.pass((session) => session.createDatabase(input));
  }

  debugPanic(): Promise<Output<'debugPanic'>> {
    return this.#answers.pass((session) => session.debugPanic());
  }

  ensureConnectionValidity(input: Input<'ensureConnectionValidity'>): Promise<Output<'ensureConnectionValidity'>> {
    return this.#answers.pass((session) => session.ensureConnectionValidity(input));
  }

  getDatabaseVersion(input: Input<'getDatabaseVersion'>): Promise<string> {
    return this.#answers.pass((session) => session.getDatabaseVersion(input));
  }

  introspectSql(input: Input<'introspectSql'>): Promise<Output<'introspectSql'>> {
    return this.#answers.pass((session) => session.introspectSql(input));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#answers[Symbol.asyncDispose]();
  }
}

/** What of a request is for a replay, as the engine is to have it. */
async function replayed(
  request: ExtensionRequest,
  { migrationsList, filters }: Pick<Input<'devDiagnostic'>, 'migrationsList' | 'filters'>,
): Promise<{ readonly list: MigrationList; readonly filters: Input<'devDiagnostic'>['filters'] }> {
  return { list: request.list(migrationsList), filters: await request.filters(filters, { replays: true }) };
}
