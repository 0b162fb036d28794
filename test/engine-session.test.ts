import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { driverFor } from '../packages/core/src/database/driver-for.js';
import { EngineError } from '../packages/core/src/engine/schema-engine.js';
import { OrchestrateError } from '../packages/core/src/errors.js';
import { DATABASES } from './support/databases.js';
import { LiveEngine, type NamedScript, NO_FILTER } from './support/live-engine.js';
import { POSTGRESQL } from './support/postgres-test-database.js';

const USER = 'model User {\n  id Int @id\n}\n';
const NAMED_USER = 'model User {\n  id Int @id\n  name String\n}\n';
const INIT: NamedScript = ['1_init', 'CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY);\n'];
const filters = NO_FILTER;

/** What the engine answers instead of a result. */
async function failureOf(call: () => Promise<unknown>): Promise<EngineError> {
  const failure = await call().then(
    () => null,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(EngineError);
  return failure as EngineError;
}

/** Holds the lock of Prisma's engine, as another migration would. */
async function holdLock({ target }: LiveEngine): Promise<AsyncDisposable> {
  const database = await (await driverFor('postgresql')).open({ ...target, mode: 'write' });
  await database.query('SELECT pg_advisory_lock(72707369)');
  return database;
}

it('lets a process end that has waited for the lock of migrations', async () => {
  const started = vi.spyOn(globalThis, 'setTimeout');
  onTestFinished(() => void started.mockRestore());
  await using live = await LiveEngine.on(POSTGRESQL, USER);
  await live.engine.applyMigrations({ migrationsList: live.list(INIT), filters });
  const limits = started.mock.calls.flatMap(([, ms], at) => (ms === 10_000 ? [started.mock.results[at]?.value] : []));
  expect(limits.map((limit: NodeJS.Timeout) => limit.hasRef())).toEqual([false]);
});

describe.each(DATABASES)('an engine session on $name', (kind) => {
  it('applies migrations as Prisma does, and says of them what Prisma says', async () => {
    await using live = await LiveEngine.on(kind, USER);
    const { engine, database } = live;
    const migrationsList = live.list(INIT);
    const before = { migrationsList, optInToShadowDatabase: true, filters };
    expect(await engine.diagnoseMigrationHistory(before)).toEqual({
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: false,
      history: { diagnostic: 'databaseIsBehind', unappliedMigrationNames: ['1_init'] },
    });
    expect(await engine.applyMigrations({ migrationsList, filters })).toEqual({ appliedMigrationNames: ['1_init'] });
    expect(await engine.diagnoseMigrationHistory(before)).toMatchObject({ hasMigrationsTable: true, history: null });
    expect(await engine.devDiagnostic({ migrationsList, filters })).toEqual({ action: { tag: 'createMigration' } });
    await live.close();
    const [row] = await database.history('core');
    expect(row).toMatchObject({ migration_name: '1_init', logs: null, rolled_back_at: null, applied_steps_count: 1 });
    expect([row?.started_at, row?.finished_at].map((time) => Math.abs((time ?? 0) - Date.now()) < 60_000)).toEqual([
      true,
      true,
    ]);
  });

  it('tells by name which migration has failed, and how, and records it', async () => {
    await using live = await LiveEngine.on(kind, USER);
    const { engine, database } = live;
    const broken: NamedScript = ['2_bad', 'BEGIN;\nCREATE TABLE "A" ("id" INTEGER);\nINSERT INTO "Nope" VALUES (1);\n'];
    const migrationsList = live.list(INIT, broken);
    const error = await failureOf(() => engine.applyMigrations({ migrationsList, filters }));
    expect(error).toMatchObject({
      name: 'EngineError',
      code: 'P3018',
      isPanic: false,
      meta: { migration_name: '2_bad', database_error: expect.stringContaining(kind.noTable('Nope')) },
      message: expect.stringMatching(/^A migration failed to apply\..*Migration name: 2_bad\n\nDatabase error code: /s),
    });
    await expect(engine.applyMigrations({ migrationsList, filters })).rejects.toMatchObject({ code: 'P3009' });
    await expect(engine.devDiagnostic({ migrationsList, filters })).rejects.toMatchObject({
      code: 'P3006',
      message: expect.stringContaining(kind.noTable('Nope')),
      meta: { migration_name: '2_bad' },
    });
    await live.close();
    const [, row] = await database.history('core');
    expect(row).toMatchObject({ finished_at: null, rolled_back_at: null, logs: error.message, applied_steps_count: 0 });
  });

  it('compares histories, schemas and the database with each other', async () => {
    await using live = await LiveEngine.on(kind, USER);
    const { engine, database } = live;
    const options = { script: true, exitCode: true, filters };
    const history = { tag: 'migrations' as const, ...live.list(INIT) };
    const schema = { tag: 'schemaDatamodel' as const, ...live.schema(NAMED_USER) };
    const there = { tag: 'schemaDatasource' as const, ...live.schema(USER), configDir: '/' };
    const added = { exitCode: 2, stdout: expect.stringContaining('"name" TEXT NOT NULL') };
    expect(await engine.diff({ from: history, to: schema, ...options })).toEqual(added);
    // As yet, nobody has opened the database, nor had to.
    expect(database.exists && (await database.schema())).toEqual(kind.provider === 'sqlite' ? false : {});
    await engine.applyMigrations({ migrationsList: live.list(INIT), filters });
    expect(await engine.diff({ from: there, to: schema, ...options })).toEqual(added);
    expect(await engine.diff({ from: history, to: there, ...options })).toMatchObject({ exitCode: 0 });
  });

  it('writes the next migration, and says what it would lose, whatever it was asked before', async () => {
    await using live = await LiveEngine.on(kind, USER);
    const { engine } = live;
    const migrationsList = live.list(INIT);
    await engine.applyMigrations({ migrationsList, filters });
    await live.execute('INSERT INTO "User" VALUES (1)');
    const asked = { migrationsList, schema: live.schema(NAMED_USER), filters };
    expect(await engine.evaluateDataLoss(asked)).toEqual({
      migrationSteps: 1,
      unexecutableSteps: [
        {
          stepIndex: 0,
          message:
            'Added the required column `name` to the `User` table without a default value. There are 1 rows in this table, it is not possible to execute this step.',
        },
      ],
      warnings: [],
    });
    const created = await engine.createMigration({ ...asked, draft: false, migrationName: 'add_name' });
    expect(created).toMatchObject({
      connectorType: kind.provider,
      generatedMigrationName: expect.stringMatching(/^\d{14}_add_name$/),
      migrationScript: expect.stringMatching(/Warnings:.*"name" TEXT NOT NULL/s),
    });
    const same = { ...asked, schema: live.schema(USER), migrationName: '' };
    expect(await engine.createMigration({ ...same, draft: false })).toMatchObject({ migrationScript: null });
    expect(await engine.createMigration({ ...same, draft: true })).toMatchObject({
      migrationScript: '-- This is an empty migration.',
    });
  });

  it('marks migrations as applied and as rolled back, and knows those that are not there', async () => {
    await using live = await LiveEngine.on(kind, USER);
    const { engine } = live;
    const migrationsList = live.list(INIT);
    expect(await engine.markMigrationApplied({ migrationName: '1_init', migrationsList })).toEqual({});
    const codes = [
      await failureOf(() => engine.markMigrationApplied({ migrationName: '1_init', migrationsList })),
      await failureOf(() => engine.markMigrationApplied({ migrationName: '9_none', migrationsList })),
      await failureOf(() => engine.markMigrationRolledBack({ migrationName: '9_none' })),
      await failureOf(() => engine.markMigrationRolledBack({ migrationName: '1_init' })),
    ];
    expect(codes.map(({ code }) => code)).toEqual(['P3008', 'P3017', 'P3011', 'P3012']);
    // As orchestrate records what it reverts.
    await live.execute('UPDATE "_prisma_migrations" SET "rolled_back_at" = "finished_at"');
    expect((await failureOf(() => engine.markMigrationRolledBack({ migrationName: '1_init' }))).code).toBe('P3011');
    expect(await engine.markMigrationApplied({ migrationName: '1_init', migrationsList })).toEqual({});
    await live.close();
    const [reverted, marked] = await live.database.history('core');
    expect(reverted?.rolled_back_at).not.toBeNull();
    expect(marked).toMatchObject({ migration_name: '1_init', logs: '', applied_steps_count: 0, rolled_back_at: null });
  });

  it('refuses what is wrong before it does anything', async () => {
    await using live = await LiveEngine.on(kind, USER);
    const { engine } = live;
    const list = live.list(INIT);
    const strange = { ...list, lockfile: { ...list.lockfile, content: 'provider = "mysql"\n' } };
    const gone = {
      path: '1_init',
      migrationFile: { path: 'migration.sql', content: { tag: 'error' as const, value: 'ENOENT' } },
    };
    const lost = { ...list, migrationDirectories: [gone] };
    const asked = { schema: live.schema(NAMED_USER), filters, draft: false, migrationName: 'x' };
    const codes = [
      await failureOf(() => engine.applyMigrations({ migrationsList: strange, filters })),
      await failureOf(() => engine.createMigration({ ...asked, migrationsList: strange })),
      await failureOf(() => engine.applyMigrations({ migrationsList: lost, filters })),
      await failureOf(() => engine.evaluateDataLoss({ ...asked, migrationsList: lost })),
      await failureOf(() => engine.createMigration({ ...asked, migrationsList: list, migrationName: 'x'.repeat(201) })),
      await failureOf(() => engine.schemaPush({ schema: live.schema('model X {'), force: false, filters })),
    ];
    expect(codes.map(({ code }) => code)).toEqual(['P3019', 'P3019', 'P3015', 'P3015', 'P3010', 'P1012']);
  });

  it('finds a database in use that has no history', async () => {
    await using live = await LiveEngine.on(kind, USER);
    const { engine } = live;
    await live.execute('CREATE TABLE "Other" ("id" INTEGER)');
    await expect(engine.applyMigrations({ migrationsList: live.list(INIT), filters })).rejects.toMatchObject({
      code: 'P3005',
    });
    const { action } = await engine.devDiagnostic({ migrationsList: live.list(), filters });
    expect(action).toMatchObject({
      tag: 'reset',
      reason: expect.stringMatching(
        /^Drift detected: .*If you are running this the first time .*\[\+\] Added tables\n {2}- Other/s,
      ),
    });
  });

  it('tells a broken migration and a broken initial script of a shadow database by what the database says', async () => {
    await using live = await LiveEngine.on(kind, USER);
    const { engine } = live;
    const asked = { schema: live.schema(NAMED_USER), filters, draft: false, migrationName: 'x' };
    const twice = live.list(INIT, ['2_again', INIT[1]]);
    const broken = { ...live.list(INIT), shadowDbInitScript: 'INSERT INTO "Nope" VALUES (1);' };
    await expect(engine.createMigration({ ...asked, migrationsList: twice })).rejects.toMatchObject({
      code: 'P3006',
      message: expect.stringMatching(
        /^Migration `2_again` failed to apply cleanly to the shadow database\. \nError:\n.*already exists$/s,
      ),
    });
    for (const call of [
      () => engine.createMigration({ ...asked, migrationsList: broken }),
      () => engine.devDiagnostic({ migrationsList: broken, filters }),
    ]) {
      expect((await failureOf(call)).message).toMatch(/initShadowDb.*Nope/s);
    }
  });

  it('pushes a schema, describes it, runs SQL and empties the database, but for what is external', async () => {
    await using live = await LiveEngine.on(kind, USER);
    const { engine, database } = live;
    const push = { schema: live.schema(NAMED_USER), filters };
    expect(await engine.schemaPush({ ...push, force: false })).toEqual({
      executedSteps: 1,
      unexecutable: [],
      warnings: [],
    });
    await live.execute(`
      INSERT INTO "User" ("id", "name") VALUES (1, 'x');
      CREATE TABLE "Mine" ("id" ${kind.provider === 'sqlite' ? 'INTEGER PRIMARY KEY AUTOINCREMENT' : 'SERIAL PRIMARY KEY'}, "u" INTEGER REFERENCES "User" ("id"));
      INSERT INTO "Mine" ("u") VALUES (1);
      CREATE VIEW "titles" AS SELECT "name" FROM "User";
      CREATE VIEW "more titles" AS SELECT "name" FROM "titles";
    `);
    const { warnings } = await engine.schemaPush({ ...push, schema: live.schema(USER), force: false });
    expect(warnings.toSorted()).toEqual([
      'You are about to drop the `Mine` table, which is not empty (1 rows).',
      'You are about to drop the column `name` on the `User` table, which still contains 1 non-null values.',
    ]);
    const pulled = {
      schema: live.schema(''),
      baseDirectoryPath: '/',
      force: false,
      compositeTypeDepth: -1,
      namespaces: null,
    };
    expect((await engine.introspect(pulled)).schema.files[0]?.content).toContain('model Mine {');
    expect((await failureOf(() => live.execute('SELECT 1; SELECT nope;'))).message).toContain('nope');

    const refusal = await failureOf(() => engine.reset({ filter: live.external('Mine') }));
    expect(refusal.message).toMatch(/Mine.*User/s);
    expect(await engine.reset({ filter: live.external('User') })).toEqual({});
    await live.close();
    expect(Object.keys(await database.schema())).toEqual(['table User']);
    expect(await database.rows('User')).toHaveLength(1);
  });

  it('names what is not unique', async () => {
    await using live = await LiveEngine.on(kind, USER);
    await live.execute('CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY, "n" INTEGER NOT NULL)');
    await live.execute('INSERT INTO "User" VALUES (1, 7), (2, 7)');
    const schema = live.schema('model User {\n  id Int @id\n  n Int @unique\n}\n');
    expect((await live.engine.schemaPush({ schema, force: false, filters })).warnings).toHaveLength(1);
    expect(await failureOf(() => live.engine.schemaPush({ schema, force: true, filters }))).toMatchObject({
      code: 'P2002',
      message: 'Unique constraint failed on the fields: (`n`)',
    });
  });

  it('takes a database that was emptied for a new one', async () => {
    await using live = await LiveEngine.on(kind, USER);
    const { engine } = live;
    const migrationsList = live.list(['1_init', `CREATE TABLE "User" (${kind.autoIncrement});`]);
    await engine.applyMigrations({ migrationsList, filters });
    await live.execute('INSERT INTO "User" DEFAULT VALUES');
    await engine.reset({ filter: filters });
    const pulled = {
      schema: live.schema(''),
      baseDirectoryPath: '/',
      force: false,
      compositeTypeDepth: -1,
      namespaces: null,
    };
    await expect(engine.introspect(pulled)).rejects.toMatchObject({ code: 'P4001' });
    expect(await engine.applyMigrations({ migrationsList, filters })).toEqual({ appliedMigrationNames: ['1_init'] });
  });

  it('works on the database of another URL, or says why it cannot', async () => {
    await using other = await LiveEngine.on(kind, USER);
    await other.engine.schemaPush({ schema: other.schema(NAMED_USER), force: true, filters });
    const driver = await driverFor(kind.provider);
    await using live = await LiveEngine.on(kind, USER, {
      openUrl: async (url) => {
        if (url !== 'other') return null;
        const database = await driver.open({ ...other.target, mode: 'write' });
        return { ...database.engineConnection(), [Symbol.asyncDispose]: () => database.close() };
      },
    });
    const { engine, database } = live;
    await engine.dbExecute({
      datasourceType: { tag: 'url', url: 'other' },
      script: 'CREATE TABLE "There" ("id" INTEGER)',
    });
    await engine.dbExecute({
      datasourceType: { tag: 'url', url: database.url },
      script: 'CREATE TABLE "Here" ("id" INTEGER)',
    });
    const compare = (from: string): Promise<{ readonly stdout: string | null }> =>
      engine.diff({ from: { tag: 'url', url: from }, to: { tag: 'empty' }, script: false, exitCode: true, filters });
    expect((await compare('other')).stdout).toMatch(/- There\n.*- User/s);
    expect((await compare(database.url)).stdout).not.toContain('There');
    const both = {
      from: { tag: 'url' as const, url: database.url },
      to: { tag: 'url' as const, url: 'other' },
    };
    const refused = await failureOf(() => engine.diff({ ...both, script: false, exitCode: true, filters }));
    expect(refused.message).toContain('Two live databases');
    expect(await engine.getDatabaseVersion()).toMatch(/^(PostgreSQL )?\d/);
    const datasource = { tag: 'ConnectionString' as const, url: 'other' };
    expect(await engine.ensureConnectionValidity({ datasource })).toEqual({});
  });

  it('says what it cannot do, and after a panic that it is of no more use', async () => {
    await using live = await LiveEngine.on(kind, USER);
    const { engine } = live;
    const datasource = { tag: 'ConnectionString' as const, url: live.database.url };
    expect((await failureOf(() => engine.introspectSql({ url: '', queries: [] }))).message).toMatch(
      /^Typed SQL .* native/,
    );
    expect((await failureOf(() => engine.createDatabase({ datasource }))).message).toContain('native');
    const waiting = failureOf(() => engine.debugPanic());
    const behind = failureOf(() => engine.getDatabaseVersion());
    expect(await waiting).toMatchObject({ isPanic: true, message: expect.stringContaining('artificial panic') });
    expect(await behind).toMatchObject({ isPanic: true, message: expect.stringContaining('of no more use') });
    await using next = await LiveEngine.on(kind, USER);
    expect(await next.engine.getDatabaseVersion()).not.toBe('');
  });

  it("tells by Prisma's codes what is wrong with a database", async () => {
    const broken = new OrchestrateError({ code: 'SHADOW.NO_PRIVILEGE', message: 'No.', fix: 'Ask.' });
    await using live = await LiveEngine.on(kind, USER, { openShadow: () => Promise.reject(broken) });
    const { engine } = live;
    const migrationsList = live.list(INIT);
    const asked = { migrationsList, schema: live.schema(USER), filters, draft: false, migrationName: 'x' };
    for (const call of [
      () => engine.devDiagnostic({ migrationsList, filters }),
      () => engine.createMigration(asked),
      () =>
        engine.diff({
          from: { tag: 'migrations', ...migrationsList },
          to: { tag: 'empty' },
          script: true,
          exitCode: true,
          filters,
        }),
    ]) {
      expect(await failureOf(call)).toMatchObject({ code: 'P3014', message: expect.stringContaining('No.') });
    }
    const away = new OrchestrateError({
      code: 'DATABASE.MISSING',
      message: 'No.',
      fix: 'Create it.',
      meta: { database: 'x' },
    });
    await using nowhere = await LiveEngine.on(kind, USER, { openMain: () => Promise.reject(away) });
    const failure = await failureOf(() => nowhere.engine.applyMigrations({ migrationsList, filters }));
    expect(failure).toMatchObject({ code: 'P1003', meta: { database_name: 'x' } });
  });
});

describe('an engine session on PostgreSQL', () => {
  it('loses no call when the connection is lost', async () => {
    await using live = await LiveEngine.on(POSTGRESQL, USER);
    const { engine } = live;
    const fatal = live.list(['1_end', 'SELECT pg_terminate_backend(pg_backend_pid());']);
    for (const call of [
      () => engine.applyMigrations({ migrationsList: fatal, filters }),
      () => engine.diagnoseMigrationHistory({ migrationsList: fatal, optInToShadowDatabase: false, filters }),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'P1017' });
    }
  });

  it('waits for no other migration where it is told so', async () => {
    await using live = await LiveEngine.on(POSTGRESQL, USER, { skipsLock: true });
    await using _holder = await holdLock(live);
    const applied = live.engine.applyMigrations({ migrationsList: live.list(INIT), filters });
    expect(await applied).toEqual({ appliedMigrationNames: ['1_init'] });
  });

  it('works in the schema of the URL, whether it has opened the database or not', async () => {
    await using live = await LiveEngine.on(POSTGRESQL, USER, { schema: 'App', defaultSchema: 'App' });
    const { engine, database } = live;
    const migrationsList = live.list(INIT);
    const to = { tag: 'schemaDatamodel' as const, ...live.schema(USER) };
    const same = { exitCode: 0, stdout: '-- This is an empty migration.\n' };
    const options = { script: true, exitCode: true, filters };
    expect(await engine.diff({ from: { tag: 'migrations', ...migrationsList }, to, ...options })).toEqual(same);
    await engine.applyMigrations({ migrationsList, filters });
    const from = { tag: 'schemaDatasource' as const, ...live.schema(USER), configDir: '/' };
    expect(await engine.diff({ from, to, ...options })).toEqual(same);
    expect(Object.keys(await database.schema())).toContain('table User');
  });

  it('works in all schemas that the datasource lists', async () => {
    const datasource = '  schemas = ["app", "two words"]\n';
    const models = 'model A {\n  id Int @id\n  k K\n  @@schema("app")\n}\nenum K {\n  x\n  @@schema("two words")\n}\n';
    await using live = await LiveEngine.on(POSTGRESQL, models, { datasource });
    const { engine, database } = live;
    const schema = live.schema(models, datasource);
    const asked = { schema, filters, draft: false, migrationName: 'x' };
    const { migrationScript } = await engine.createMigration({ ...asked, migrationsList: live.list() });
    const migrationsList = live.list(['1_init', migrationScript ?? '']);
    await engine.applyMigrations({ migrationsList, filters });
    expect(await engine.devDiagnostic({ migrationsList, filters })).toEqual({ action: { tag: 'createMigration' } });
    expect(await engine.createMigration({ ...asked, migrationsList })).toMatchObject({ migrationScript: null });
    expect(await engine.reset({ filter: filters })).toEqual({});
    const left = await database.query(
      "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname IN ('app', 'two words', 'public')",
    );
    expect(left).toEqual([]);
  });
});
