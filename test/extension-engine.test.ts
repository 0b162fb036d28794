import { describe, expect, it } from 'vitest';
import { driverFor } from '../packages/core/src/database/driver-for.js';
import type { OrchestrateEvent } from '../packages/core/src/events.js';
import { DATABASES } from './support/databases.js';
import { listMigrations, NO_FILTERS, openEngine, schemaOf } from './support/extension-engine.js';
import { BLOG_1, BLOG_2, blogSchema, CORE_1, CORE_2, neighbours, SHOP_1 } from './support/neighbours.js';
import { POSTGRESQL } from './support/postgres-test-database.js';
import { readContents, tablesOf } from './support/test-database.js';
import { datasource, type TestWorkspace } from './support/test-workspace.js';

const filters = NO_FILTERS;
const nameOf = (id: string): string => id.slice(id.indexOf('/') + 1);
const IN_STEP = { editedMigrationNames: [], failedMigrationNames: [], hasMigrationsTable: true, history: null };
const NO_DRIFT = { action: { tag: 'createMigration' } };
const ADD_LIKES = /^-- AlterTable\nALTER TABLE "Post" ADD COLUMN +"likes" INTEGER;\n$/;

describe.each(DATABASES)('the engine of one extension, $name', (kind) => {
  const schema = blogSchema(kind);
  const wanted = schemaOf(blogSchema(kind, '  likes Int?\n'));
  const listOf = (workspace: TestWorkspace, extension = 'blog') => listMigrations(kind, workspace, extension);
  const statusOf = (workspace: TestWorkspace, extension?: string) => ({
    migrationsList: listOf(workspace, extension),
    optInToShadowDatabase: false,
    filters,
  });

  /** Everything that blog does not own, byte for byte. */
  async function others({ database }: TestWorkspace): Promise<unknown> {
    const objects = await database.schema();
    const isOwn = (name: string): boolean => /^(?:table Post|view Titles)\b/.test(name);
    const tables = (await tablesOf(database)).filter((table) => table !== 'Post');
    return {
      schema: Object.entries(objects).filter(([name]) => !isOwn(name)),
      rows: await Promise.all(tables.map(async (table) => [table, await database.rows(table)])),
      histories: [await database.history('core'), await database.history('shop')],
    };
  }

  /** A workspace with all revisions applied, and a table of nobody. */
  async function applied(files?: Readonly<Record<string, string>>): Promise<TestWorkspace> {
    const workspace = await neighbours(kind, files);
    await workspace.upgrade('--all');
    await workspace.database.execute('CREATE TABLE "Stray" ("id" INTEGER)');
    return workspace;
  }

  /** Takes the lock in another session. */
  async function lockElsewhere({ database, root }: TestWorkspace, command: string): Promise<AsyncDisposable> {
    const driver = await driverFor(kind.provider);
    const limits = { lockTimeoutMs: null, statementTimeoutMs: null };
    const other = await driver.open({ url: database.url, display: 'test', root, command, mode: 'write', ...limits });
    const lock = await other.lock({ timeoutMs: 0, command });
    return {
      [Symbol.asyncDispose]: async () => {
        await lock[Symbol.asyncDispose]();
        await other.close();
      },
    };
  }

  it('answers every request for the extension alone, and leaves all else as it is', async () => {
    const workspace = await applied();
    // Nobody's. Where there are no schemas, Prisma's engine takes no name with a dot for one to leave alone.
    const strange = { sqlite: 'old _prisma_migrations v1.0', postgresql: 'old _prisma_migrations' }[kind.provider];
    await workspace.database.execute(`CREATE TABLE "${strange}" ("id" INTEGER)`);
    const before = await others(workspace);
    const rows = await workspace.database.history('blog');
    await using engine = await openEngine(workspace, 'blog', { schema });
    const { url } = workspace.database;
    const migrationsList = listOf(workspace);
    const live = { tag: 'schemaDatasource', ...wanted, configDir: '/' } as const;
    const migrations = { tag: 'migrations', ...migrationsList } as const;
    const datamodel = { tag: 'schemaDatamodel', ...wanted } as const;
    const diff = { script: true, exitCode: true, filters };

    expect(await engine.getDatabaseVersion()).toMatch(/\d/);
    expect(await engine.ensureConnectionValidity({ datasource: { tag: 'ConnectionString', url } })).toEqual({});
    const status = { migrationsList, optInToShadowDatabase: true, filters };
    expect(await engine.diagnoseMigrationHistory(status)).toEqual(IN_STEP);
    expect(await engine.devDiagnostic({ migrationsList, filters })).toEqual(NO_DRIFT);
    expect(await engine.diff({ ...diff, from: live, to: migrations })).toMatchObject({ exitCode: 0 });
    {
      // Some commands of Prisma's CLI name no schema; and the list of extensions may be another one for a run.
      await using bare = await openEngine(workspace, 'blog', { environment: { ORCHESTRATE_EXTENSIONS: 'blog' } });
      const change = { exitCode: 2, stdout: expect.stringMatching(ADD_LIKES) };
      expect(await bare.diff({ ...diff, from: live, to: datamodel })).toEqual(change);
      const { stdout } = await bare.diff({ ...diff, from: { tag: 'empty' }, to: datamodel });
      expect(stdout?.match(/CREATE TABLE "\w+"/g)).toEqual(['CREATE TABLE "Post"']);
    }
    const losses = await engine.evaluateDataLoss({ migrationsList, schema: wanted, filters });
    expect(losses).toEqual({ migrationSteps: 1, unexecutableSteps: [], warnings: [] });
    const described = await engine.introspect({
      schema: schemaOf(schema),
      baseDirectoryPath: '/p',
      force: false,
      compositeTypeDepth: -1,
      namespaces: null,
    });
    const lines = described.schema.files[0]?.content.match(/^(?:model|enum|view) \w+|^ +(?:author|posts) .*/gm);
    const author = expect.stringMatching(/^ {2}author +User\?/);
    expect(lines).toEqual(['model User', '  posts Post[]', 'model Post', author]);
    expect(await others(workspace)).toEqual(before);

    const dropping = { datasourceType: { tag: 'url', url }, script: 'ALTER TABLE "Post" DROP COLUMN "likes"' } as const;
    const name = nameOf(BLOG_2);
    for (const [write, answer] of [
      [() => engine.applyMigrations({ migrationsList, filters }), { appliedMigrationNames: [] }],
      [() => engine.markMigrationApplied({ migrationsList, migrationName: name }).catch(({ code }) => code), 'P3008'],
      [() => engine.markMigrationRolledBack({ migrationName: name }).catch(({ code }) => code), 'P3012'],
      [
        () => engine.schemaPush({ force: false, schema: wanted, filters }),
        { executedSteps: 1, unexecutable: [], warnings: [] },
      ],
      [() => engine.dbExecute(dropping), {}],
    ] as const) {
      expect(await write()).toEqual(answer);
      expect(await others(workspace)).toEqual(before);
    }
    expect(await workspace.database.history('blog')).toEqual(rows);
    // It is given back as often as it was taken.
    await using _lock = await lockElsewhere(workspace, 'test');
  });

  it('makes a migration and applies it, recorded as ours are', async () => {
    const workspace = await applied();
    const before = await others(workspace);
    await using engine = await openEngine(workspace, 'blog', { schema });
    const asked = { migrationsList: listOf(workspace), schema: wanted, filters };
    const made = await engine.createMigration({ ...asked, draft: false, migrationName: 'likes' });
    const { generatedMigrationName: name, migrationScript: sql } = made;
    expect(sql).toMatch(ADD_LIKES);
    const directory = `extensions/blog/prisma/migrations/${name}`;
    const down = 'ALTER TABLE "Post" DROP COLUMN "likes";\n';
    workspace.write({ [`${directory}/migration.sql`]: sql ?? '', [`${directory}/down.sql`]: down });
    const applying = { migrationsList: listOf(workspace), filters };
    expect(await engine.applyMigrations(applying)).toEqual({ appliedMigrationNames: [name] });
    expect(await engine.devDiagnostic(applying)).toEqual(NO_DRIFT);
    expect(await others(workspace)).toEqual(before);
    const [, second, third] = await workspace.database.history('blog');
    expect(third).toEqual({
      ...second,
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      checksum: expect.stringMatching(/^[\da-f]{64}$/),
      migration_name: name,
      started_at: expect.any(Number),
      finished_at: expect.any(Number),
      logs: `orchestrate: kept down.sql, requires ["${CORE_2}"]\n${down}`,
    });

    // What orchestrate makes of it.
    const manifest = { message: 'likes', parent: nameOf(BLOG_2), requires: [CORE_2] };
    workspace.write({ [`${directory}/revision.json`]: JSON.stringify(manifest) });
    expect(await workspace.ok('status')).toMatchObject({ problems: [] });
    expect(await workspace.downgrade('blog', '-1')).toEqual([`blog/${name}`]);
    expect(await engine.applyMigrations(applying)).toEqual({ appliedMigrationNames: [name] });
  });

  it('keeps the way back of what was applied before a migration that fails', async () => {
    const workspace = await applied();
    const down = 'ALTER TABLE "Post" DROP COLUMN "likes";\n';
    const likes = 'blog/20260108000000_likes';
    const later = { requires: [CORE_2] };
    workspace.revision(likes, { up: 'ALTER TABLE "Post" ADD COLUMN "likes" INTEGER;\n', down, ...later });
    workspace.revision('blog/20260109000000_broken', { up: 'DROP TABLE "Nothing";\n', ...later });
    await using engine = await openEngine(workspace, 'blog', { schema });
    const applying = engine.applyMigrations({ migrationsList: listOf(workspace), filters });
    await expect(applying).rejects.toMatchObject({ code: 'P3018' });
    const rows = await workspace.database.history('blog');
    const logs = rows.find(({ migration_name: name }) => name === nameOf(likes))?.logs;
    expect(logs).toContain(down);
  });

  it('begins a history as ours are, and refuses what Prisma would apply too early', async () => {
    const tags = { 'extensions/tags/prisma/schema.prisma': 'model Tag {\n  id Int @id\n}\n' };
    const workspace = await neighbours(kind, tags);
    workspace.revision('tags/20260106000000_tags', { up: `CREATE TABLE "Tag" (${kind.idColumn});\n` });
    await workspace.upgrade('--extension', 'shop');
    const ours = await workspace.database.historySchema();
    await using blog = await openEngine(workspace, 'blog', { schema });
    const input = statusOf(workspace);
    const before = await readContents(workspace.database);
    const refusal = `- ${nameOf(BLOG_2)} requires ${CORE_2}\nTo apply those first and then these, run: orchestrate upgrade --extension blog`;
    await expect(blog.applyMigrations(input)).rejects.toThrow(refusal);
    expect(await readContents(workspace.database)).toEqual(before);
    expect(await blog.diagnoseMigrationHistory(input)).toMatchObject({ hasMigrationsTable: false });
    await blog.markMigrationApplied({ ...input, migrationName: nameOf(BLOG_1) });
    const [marked] = await workspace.database.history('blog');
    expect(marked?.logs).toContain('DROP TABLE "Post";');
    const { 'table _prisma_migrations_blog': begun, ...rest } = await workspace.database.historySchema();
    expect(rest).toEqual(ours);
    const asOf = (parts: readonly string[] | undefined) => parts?.map((part) => part.replaceAll(/_(?:blog|shop)/g, ''));
    expect(asOf(begun)).toEqual(asOf(ours['table _prisma_migrations_shop']));

    // Only tables of its own keep Prisma from beginning a history.
    await using engine = await openEngine(workspace, 'tags', { schema: datasource(kind.provider) });
    const first = statusOf(workspace, 'tags');
    await workspace.database.execute('CREATE TABLE "Tag" ("id" INTEGER)');
    await expect(engine.applyMigrations(first)).rejects.toMatchObject({ code: 'P3005' });
    await workspace.database.execute('DROP TABLE "Tag"');
    expect(await engine.applyMigrations(first)).toEqual({ appliedMigrationNames: ['20260106000000_tags'] });
  });

  it('leaves to upgrade what a squash stands for, and shows what counts', async () => {
    const workspace = await applied();
    const squash = '20260107000000_squash';
    workspace.revision(`blog/${squash}`, {
      up: workspace.read(`${workspace.directoryOf(BLOG_1)}/migration.sql`),
      parent: null,
      requires: [CORE_2],
      more: { replaces: [BLOG_1, BLOG_2] },
    });
    await using engine = await openEngine(workspace, 'blog', { schema });
    const input = statusOf(workspace);
    const refusal = `\`${squash}\` of blog stands for revisions that this database has`;
    const refused = [engine.applyMigrations(input), engine.devDiagnostic(input)];
    for (const { reason } of (await Promise.allSettled(refused)) as PromiseRejectedResult[]) {
      expect(String(reason)).toContain(refusal);
    }
    expect(await workspace.upgrade('--extension', 'blog')).toEqual([`blog/${squash}`]);
    expect(await engine.diagnoseMigrationHistory(input)).toEqual(IN_STEP);
    for (const folded of [BLOG_1, BLOG_2]) workspace.remove(workspace.directoryOf(folded));
    expect(await engine.diagnoseMigrationHistory(statusOf(workspace))).toEqual(IN_STEP);
  });

  it('resets what the extension has and nothing else', async () => {
    const workspace = await applied({
      'extensions/fans/package.json': JSON.stringify({ orchestrate: { dependsOn: ['blog'] } }),
      'extensions/fans/prisma/schema.prisma':
        'model Fan {\n  id Int @id\n  postId Int?\n  post Post? @relation(fields: [postId], references: [id])\n}\n',
    });
    const fans = 'fans/20260106000000_fans';
    const table = `CREATE TABLE "Fan" (${kind.idColumn}, "postId" INTEGER REFERENCES "Post" ("id"));\n`;
    workspace.revision(fans, { up: table, down: 'DROP TABLE "Fan";\n', requires: [BLOG_1] });
    const before = await others(workspace);
    await workspace.upgrade('--all');
    await using engine = await openEngine(workspace, 'blog', { schema });
    const whole = await readContents(workspace.database);
    const needed = `- revision ${fans} requires ${BLOG_1}\n- table Fan refers to table Post (postId)`;
    const fix = 'orchestrate downgrade --extension blog --target base --cascade';
    await expect(engine.reset({ filter: filters })).rejects.toThrow(
      `${needed}\nTo take back its revisions with those that need them, run: ${fix}`,
    );
    await workspace.downgrade('fans', 'base');
    await workspace.database.execute('CREATE VIEW "_prisma_migrations_Authors" AS SELECT "authorId" FROM "Post"');
    await expect(engine.reset({ filter: filters })).rejects.toThrow(/blog cannot be reset while others [\s\S]*Authors/);
    // Somebody else's view does not stand in the way of a table that is made anew.
    const required = schemaOf(schema.replace('authorId Int?', 'authorId Int').replace('User?', 'User'));
    const pushed = await engine.schemaPush({ force: true, schema: required, filters });
    expect(pushed).toMatchObject({ unexecutable: [], warnings: [] });
    await workspace.database.execute('DROP VIEW "_prisma_migrations_Authors"');
    expect((await readContents(workspace.database)).tables['Post']).toEqual(whole.tables['Post']);
    expect(await engine.reset({ filter: filters })).toEqual({});
    expect(await others(workspace)).toEqual(before);
    const left = Object.keys(await workspace.database.schema());
    expect(left.filter((name) => /\b(?:Post|Titles)\b/.test(name))).toEqual([]);
    expect(await workspace.database.history('blog')).toEqual([]);

    // What a pending revision is to take away is still there; what made it may have failed.
    workspace.revision('shop/20260107000000_gifts', { up: 'CREATE TABLE "Gift" ("id" INTEGER);\n' });
    await workspace.upgrade('--extension', 'shop');
    const failed = `"finished_at" = NULL WHERE "migration_name" = '20260107000000_gifts'`;
    await workspace.database.execute(`UPDATE "_prisma_migrations_shop" SET ${failed}`);
    workspace.revision('shop/20260108000000_less', { up: 'DROP TABLE "Coupon";\nDROP TABLE "Gift";\n' });
    await using shop = await openEngine(workspace, 'shop', { schema });
    expect(await shop.reset({ filter: filters })).toEqual({});
    expect(await tablesOf(workspace.database)).toEqual(['Stray', 'User']);
  });

  it('sees what others have done since it was asked before', async () => {
    const workspace = await neighbours(kind);
    await using engine = await openEngine(workspace, 'shop', { schema });
    expect(await engine.diagnoseMigrationHistory(statusOf(workspace, 'shop'))).toMatchObject({
      hasMigrationsTable: false,
    });
    const note = { up: 'CREATE TABLE "Note" ("id" INTEGER);\n', down: 'DROP TABLE "Note";\n' };
    workspace.revision('core/20260106000000_notes', note);
    await workspace.upgrade('--all');
    expect(await engine.devDiagnostic(statusOf(workspace, 'shop'))).toEqual(NO_DRIFT);
    workspace.revision('core/20260107000000_no_notes', { up: note.down, down: note.up });
    await workspace.upgrade('--all');
    expect(await engine.devDiagnostic(statusOf(workspace, 'shop'))).toEqual(NO_DRIFT);
  });

  it('knows former names, core and who fails, and waits for other runs', async () => {
    const workspace = await applied();
    workspace.write({ 'extensions/blog/package.json': JSON.stringify({ orchestrate: { formerNames: ['weblog'] } }) });
    await workspace.database.execute('ALTER TABLE "_prisma_migrations_blog" RENAME TO "_prisma_migrations_weblog"');
    const environment = { ORCHESTRATE_ENGINE_COMMAND: 'orchestrate prisma blog -- migrate deploy' };
    const events: OrchestrateEvent[] = [];
    let release: (() => PromiseLike<void>) | null = null;
    const onEvent = (event: OrchestrateEvent): void => {
      if (event.kind === 'lock-waiting') events.push(event);
      void release?.();
    };
    const input = statusOf(workspace);
    await using blog = await openEngine(workspace, 'blog', { schema, onEvent, environment });
    expect(await blog.diagnoseMigrationHistory(input)).toEqual(IN_STEP);
    const lock = await lockElsewhere(workspace, 'orchestrate upgrade');
    {
      await using impatient = await openEngine(workspace, 'blog', { schema, lockTimeoutMs: 1, environment });
      const late = { code: 'P1002', message: expect.stringContaining('orchestrate upgrade') };
      await expect(impatient.applyMigrations(input)).rejects.toMatchObject(late);
    }
    release = () => lock[Symbol.asyncDispose]();
    expect(await blog.applyMigrations(input)).toEqual({ appliedMigrationNames: [] });
    expect(events).toMatchObject([{ holder: { command: 'orchestrate upgrade' } }]);
    expect(await workspace.database.history('blog')).toHaveLength(2);

    await using core = await openEngine(workspace, 'core', { schema: workspace.read('prisma/schema.prisma') });
    const ofCore = statusOf(workspace, 'core');
    expect(await core.diagnoseMigrationHistory(ofCore)).toEqual(IN_STEP);
    expect(await core.devDiagnostic(ofCore)).toEqual(NO_DRIFT);
    await expect(core.reset({ filter: filters })).rejects.toThrow(`revision ${BLOG_1} requires ${CORE_1}`);

    const file = `${workspace.directoryOf(CORE_2)}/migration.sql`;
    workspace.write({ [file]: `${workspace.read(file)}\nDROP TABLE "Nothing";\n` });
    const failed = `^Migration \`${CORE_2}\` failed to apply cleanly to the shadow database\\. [\\s\\S]*${file}:\\d+\\)`;
    await expect(blog.devDiagnostic(input)).rejects.toMatchObject({
      code: 'P3006',
      message: expect.stringMatching(new RegExp(failed)),
    });
  });
});

it('has a history and a schema of its own where the extension has a namespace, PostgreSQL', async () => {
  const shop = { 'extensions/shop/package.json': JSON.stringify({ orchestrate: { namespace: 'shop' } }) };
  const workspace = await neighbours(POSTGRESQL, shop);
  const file = `${workspace.directoryOf(SHOP_1)}/migration.sql`;
  const orders = workspace.read(file).replaceAll(/"(?:Order|Coupon)"/g, '"shop".$&');
  workspace.write({ [file]: `CREATE SCHEMA IF NOT EXISTS "shop";\n${orders}` });
  for (const [extension, target] of [
    ['core', CORE_1],
    ['blog', BLOG_1],
    ['core', CORE_2],
  ] as const) {
    await workspace.upgrade('--extension', extension, '--target', nameOf(target));
  }
  const before = await workspace.database.schema();
  const schemas = '  schemas  = ["public", "shop"]\n}';
  const models = workspace.read('prisma/schema.prisma') + workspace.read('extensions/shop/prisma/schema.prisma');
  const schema = models
    .replace('}', schemas)
    .replace('email String?', '$&\n  orders Order[]\n  @@schema("public")')
    .replace(/\}\n$/, '  @@schema("shop")\n}\n');
  await using engine = await openEngine(workspace, 'shop', { schema });
  const migrationsList = listMigrations(POSTGRESQL, workspace, 'shop');
  const input = { migrationsList, optInToShadowDatabase: true, filters };
  expect(await engine.applyMigrations(input)).toEqual({ appliedMigrationNames: [nameOf(SHOP_1)] });
  expect(await engine.diagnoseMigrationHistory(input)).toEqual(IN_STEP);
  expect(await engine.devDiagnostic(input)).toEqual(NO_DRIFT);
  expect(await workspace.database.query('SELECT 1 FROM "shop"."_prisma_migrations_shop"')).toHaveLength(1);
  await workspace.database.execute(`CREATE VIEW "shop"."V" AS SELECT 1 AS n; CREATE SEQUENCE "shop"."S"`);
  expect(await engine.reset({ filter: filters })).toEqual({});
  expect(await workspace.database.schema()).toEqual({ ...before, 'schema shop': [] });
  const left = `SELECT relname FROM pg_class WHERE relnamespace = 'shop'::regnamespace AND relkind <> 'i'`;
  expect(await workspace.database.query(left)).toEqual([{ relname: '_prisma_migrations_shop' }]);
});
