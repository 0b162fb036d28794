import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeRevision, OrchestrateError, type RevisionResult, status, upgrade } from '../packages/core/src/index.js';
import { readContentsOf } from './support/directory-contents.js';
import {
  addedNames,
  type ExistingProject,
  type ExistingProjectOptions,
  existingProject,
  readAll,
} from './support/existing-project.js';
import { POSTGRESQL } from './support/postgres-test-database.js';
import { type PrismaEngineOptions, withPrismaEngine } from './support/prisma-engine.js';
import { cleanEnvironment } from './support/run-cli.js';
import { runInProcess } from './support/run-in-process.js';
import { SQLITE } from './support/sqlite-test-database.js';

interface Case extends ExistingProjectOptions {
  /**
   * What comes of it that Prisma's own engine sees a difference between the migrations and the schema, which
   * `prisma migrate dev` would have for ever: `revision` where its statements run, `refusal` where they do not.
   */
  readonly difference?: 'revision' | 'refusal';
}

const CASES: readonly Case[] = [
  { on: SQLITE, name: 'many-to-many' },
  { on: SQLITE, name: 'written-by-hand' },
  { on: SQLITE, name: 'prisma-6', prisma: 6 },
  { on: POSTGRESQL, name: 'prisma-6', prisma: 6 },
  { on: POSTGRESQL, name: 'schema-in-the-url', schema: 'app' },
  { on: POSTGRESQL, name: 'many-to-many' },
  { on: POSTGRESQL, name: 'many-to-many-of-prisma-5', difference: 'revision' },
  { on: POSTGRESQL, name: 'multi-schema' },
  { on: POSTGRESQL, name: 'native-types' },
  { on: POSTGRESQL, name: 'arrays' },
  { on: POSTGRESQL, name: 'dbgenerated-defaults' },
  { on: POSTGRESQL, name: 'defaults-that-prisma-sets-again', difference: 'revision' },
  { on: POSTGRESQL, name: 'unsupported-types' },
  { on: POSTGRESQL, name: 'hand-written-indexes' },
  { on: POSTGRESQL, name: 'covering-indexes', difference: 'revision' },
  { on: POSTGRESQL, name: 'concurrent-index' },
  { on: POSTGRESQL, name: 'triggers-and-functions' },
  { on: POSTGRESQL, name: 'enum-values' },
  { on: POSTGRESQL, name: 'views' },
  { on: POSTGRESQL, name: 'postgres-extensions-in-the-schema' },
  { on: POSTGRESQL, name: 'postgres-extensions-by-hand' },
  { on: POSTGRESQL, name: 'sequences-and-identity' },
  { on: POSTGRESQL, name: 'sequence-of-its-own', difference: 'refusal' },
  // Checks, comments, row level security.
  { on: POSTGRESQL, name: 'house-rules' },
  { on: POSTGRESQL, name: 'generated-columns' },
  { on: POSTGRESQL, name: 'generated-column-without-a-word', difference: 'refusal' },
  { on: POSTGRESQL, name: 'partitioned-tables' },
  { on: POSTGRESQL, name: 'relation-mode-prisma' },
  { on: POSTGRESQL, name: 'composite-keys-and-self-relations' },
  { on: POSTGRESQL, name: 'long-names' },
  { on: POSTGRESQL, name: 'renamed-by-hand', difference: 'revision' },
];

describe('a project that Prisma has deployed', () => {
  it.each(CASES)('is a workspace: $name on $on.name', async (options) => {
    const project = await existingProject(options);
    const difference = await deploy(project);
    expect(difference === '').toBe(options.difference === undefined);
    const { database } = project;
    const before = { files: filesOf(project), database: await readAll(database) };

    const names = project.migrations.map(({ name }) => `core/${name}`);
    expect(await status(inside(project))).toMatchObject({
      isUpToDate: true,
      problems: [],
      extensions: [{ applied: names.length, pending: [], current: names.slice(-1) }],
    });
    expect(await upgrade(all(project))).toMatchObject({ revisions: [] });
    await expectOwnDifference(project, options.difference, difference);
    expect({ files: filesOf(project), database: await readAll(database) }).toEqual(before);

    project.addExtension();
    const made = await auto(project, 'added');
    if (made.kind !== 'created') throw new Error('The extension has no revision.');
    expect(made).toMatchObject({ requires: names.slice(-1), destructive: [], reversible: true });
    expect(await upgrade(all(project))).toMatchObject({ revisions: [{ revision: made.revision }] });
    expect(await status(inside(project))).toMatchObject({ isUpToDate: true, problems: [] });
    expect(await auto(project, 'added')).toEqual({ kind: 'no-change', extension: 'added' });

    // What was there is as it was.
    const after = await readAll(database);
    expect(after.core).toEqual(before.database.core);
    expect(filesOf(project)).toMatchObject(before.files);
    expect(after.schema).toMatchObject(before.database.schema);
    expect(after.tables).toMatchObject(before.database.tables);

    // And Prisma goes on with it, as long as it is told what is not its own.
    const engineName = (name: string): string =>
      options.on.engineName(options.schema === undefined ? name : `${options.schema}.${name}`);
    const externalTables = addedNames('table', before.database.schema, after.schema).map(engineName);
    const external = {
      externalTables: [...externalTables, engineName('_prisma_migrations_added')],
      externalEnums: addedNames('enum', before.database.schema, after.schema).map(engineName),
    };
    await withPrismaEngine({ ...engineOptions(project), ...external }, async (engine) => {
      expect(await engine.diagnose()).toEqual({ history: null, failed: [], edited: [] });
      expect(await engine.applyMigrations()).toEqual([]);
      expect(await engine.diff(project.schema)).toBe(difference);
    });
  });
});

describe.each<ExistingProjectOptions>([
  { on: SQLITE, name: 'many-to-many' },
  { on: POSTGRESQL, name: 'schema-in-the-url', schema: 'app' },
])('a history that Prisma wrote on $on.name', (options) => {
  const FAILS = '20260101000000_fails';
  const MORE = '20260102000000_more';

  it('reads as Prisma reads it, whatever happened', async () => {
    const project = await existingProject(options);
    const { root, database } = project;
    await deploy(project);

    // The first statement stays on SQLite; on PostgreSQL a failed script leaves nothing.
    project.writeMigration(FAILS, 'CREATE TABLE "Left" ("id" INTEGER);\nINSERT INTO "nowhere"\nVALUES (1);\n');
    await expect(withPrismaEngine(engineOptions(project), (engine) => engine.applyMigrations())).rejects.toThrow();
    expect(await asPrismaSees(project)).toMatchObject({ failed: [FAILS] });
    const { logs } = (await database.history('core')).at(-1) ?? {};
    expect(logs?.split('\n').length).toBeGreaterThan(3);
    const { entries } = await succeed(root, 'history');
    expect(entries.at(-1)).toMatchObject({ revision: `core/${FAILS}`, state: 'failed', logs });

    await withPrismaEngine(engineOptions(project), (engine) => engine.markRolledBack(FAILS));
    expect(await asPrismaSees(project)).toMatchObject({ failed: [], pending: [FAILS] });

    await database.execute('DROP TABLE IF EXISTS "Left"');
    project.writeMigration(FAILS, 'CREATE TABLE "Right" ("id" INTEGER PRIMARY KEY);\n');
    await withPrismaEngine(engineOptions(project), (engine) => engine.applyMigrations());
    expect(await asPrismaSees(project)).toEqual(IN_ORDER);

    // Twice the same migration: failed, and then declared to be applied.
    project.writeMigration(MORE, 'INSERT INTO "nowhere" VALUES (1);\n');
    await expect(withPrismaEngine(engineOptions(project), (engine) => engine.applyMigrations())).rejects.toThrow();
    await withPrismaEngine(engineOptions(project), (engine) => engine.markApplied(MORE));
    expect(await asPrismaSees(project)).toEqual(IN_ORDER);
    expect(await succeed(root, 'upgrade', '--all')).toMatchObject({ revisions: [] });

    project.writeMigration(FAILS, '-- Changed since.\n');
    expect(await asPrismaSees(project)).toMatchObject({ edited: [FAILS] });
    project.writeMigration(FAILS, 'CREATE TABLE "Right" ("id" INTEGER PRIMARY KEY);\n');
    project.writeMigration(MORE, null);
    expect(await asPrismaSees(project)).toMatchObject({ missing: [MORE] });
  });

  it('of a database that was there before is enough to go on', async () => {
    const project = await existingProject(options);
    const { root, database, migrations } = project;
    // Makes the history table, and the schema that it is in.
    await withPrismaEngine({ database, migrations: [] }, (engine) => engine.applyMigrations());
    for (const { sql } of migrations) await database.execute(sql);
    await withPrismaEngine(engineOptions(project), async (engine) => {
      for (const { name } of migrations) await engine.markApplied(name);
    });
    expect(await asPrismaSees(project)).toEqual(IN_ORDER);
    expect(await succeed(root, 'upgrade', '--all')).toMatchObject({ revisions: [] });
    project.writeMigration(MORE, 'CREATE TABLE "More" ("id" INTEGER PRIMARY KEY);\n');
    expect(await asPrismaSees(project)).toMatchObject({ pending: [MORE] });
    expect(await succeed(root, 'upgrade', '--all')).toMatchObject({ revisions: [{ revision: `core/${MORE}` }] });
    expect(await asPrismaSees(project)).toEqual(IN_ORDER);
  });
});

const IN_ORDER = { pending: [], missing: [], failed: [], edited: [] };

/** What `status` says, which must be what Prisma's engine says, with names as in `prisma/migrations`. */
async function asPrismaSees(project: ExistingProject) {
  const { stdout } = await runInProcess(['status', '--json'], project.root);
  const [core] = JSON.parse(stdout).result.extensions;
  const names = (ids: readonly string[]): readonly string[] => ids.map((id) => id.replace(/^core\//, ''));
  const { pending, missing, failed, edited } = core;
  const seen = {
    // To orchestrate, what failed is still to be applied.
    pending: names(pending).filter((name) => !names(failed).includes(name)),
    missing: names(missing),
    failed: names(failed),
    edited: names(edited),
  };
  const prisma = await withPrismaEngine(engineOptions(project), (engine) => engine.diagnose());
  const { unappliedMigrationNames = [], unpersistedMigrationNames = [] } = (prisma.history ?? {}) as {
    readonly unappliedMigrationNames?: readonly string[];
    readonly unpersistedMigrationNames?: readonly string[];
  };
  expect(seen).toEqual({
    pending: unappliedMigrationNames,
    missing: unpersistedMigrationNames,
    failed: prisma.failed,
    edited: prisma.edited,
  });
  return seen;
}

/** Deploys it as `prisma migrate deploy` does, and gives what Prisma's engine then has to say against the schema. */
async function deploy(project: ExistingProject): Promise<string> {
  return withPrismaEngine(engineOptions(project), async (engine) => {
    expect(await engine.applyMigrations()).toEqual(project.migrations.map(({ name }) => name));
    return engine.diff(project.schema);
  });
}

function engineOptions({ database, migrations }: ExistingProject): PrismaEngineOptions {
  return { database, migrations };
}

/** Asks for a revision of core: what comes of it is what Prisma itself says, and not more. */
async function expectOwnDifference(
  project: ExistingProject,
  kind: Case['difference'],
  difference: string,
): Promise<void> {
  if (kind === 'refusal') {
    const refusal = await auto(project, 'core').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(OrchestrateError);
    expect(refusal).toMatchObject({ code: 'REVISION.DRAFT_FAILS' });
    return;
  }
  const made = await auto(project, 'core');
  if (kind === undefined) return expect(made).toEqual({ kind: 'no-change', extension: 'core' });
  if (made.kind !== 'created') throw new Error('There is no revision of core.');
  expect(made.migrationSql.trim()).toBe(difference.trim());
  rmSync(join(project.root, made.directory), { recursive: true });
}

// In this process, which is much faster for so many projects; the command itself runs on one in adoption.test.ts.
function inside({ root }: ExistingProject) {
  return { cwd: root, environment: cleanEnvironment() };
}

function all(project: ExistingProject) {
  return { ...inside(project), selection: { kind: 'all' } as const };
}

function auto(project: ExistingProject, extension: string): Promise<RevisionResult> {
  return makeRevision({ ...inside(project), extension, message: 'Auto', auto: true, allowDestructive: true });
}

async function succeed(cwd: string, ...args: readonly string[]) {
  const { exitCode, stdout, stderr } = await runInProcess([...args, '--json'], cwd);
  expect({ args, exitCode, why: exitCode === 0 ? '' : stdout + stderr }).toEqual({ args, exitCode: 0, why: '' });
  return JSON.parse(stdout).result;
}

function filesOf({ root }: ExistingProject): Readonly<Record<string, string>> {
  const files = Object.entries(readContentsOf(root)).filter(([name]) => !name.includes('.db'));
  return Object.fromEntries(files);
}
