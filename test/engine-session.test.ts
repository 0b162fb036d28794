import { describe, expect, it } from 'vitest';
import { EngineError } from '../packages/core/src/engine/schema-engine.js';
import { DATABASES } from './support/databases.js';
import { LiveEngine, type NamedScript, NO_FILTER } from './support/live-engine.js';

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
});
