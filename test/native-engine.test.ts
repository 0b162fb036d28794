// The client of an engine's process against our own executable: through client, pipe, server and session comes what the session itself gives.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import type { SchemaEngine, SchemaEngineMethod } from '../packages/core/src/engine/schema-engine.js';
import { EngineError } from '../packages/core/src/engine/schema-engine.js';
import { connectSchemaEngine } from '../packages/core/src/operations/connect-schema-engine.js';
import { testdir } from '../packages/core/src/testdir.test-support.js';
import { isAlive } from '../packages/core/src/workspace/is-alive.js';
import { DATABASES } from './support/databases.js';
import { LiveEngine, type NamedScript, NO_FILTER } from './support/live-engine.js';
import { repositoryRoot } from './support/repository.js';
import { cleanEnvironment } from './support/run-cli.js';
import { SCHEMA_ENGINE } from './support/schema-engine.js';
import type { DatabaseKind, TestDatabase } from './support/test-database.js';

const USER = 'model User {\n  id Int @id\n}\n';
const NAMED_USER = 'model User {\n  id Int @id\n  name String\n}\n';
const INIT: NamedScript = ['1_init', 'CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY);\n'];
const EDITED: NamedScript = ['1_init', '-- Edited\n'];
const BROKEN: NamedScript = ['2_broken', 'CREATE TABLE "A" ("id" INTEGER);\nINSERT INTO "Nope" VALUES (1);\n'];
const filters = NO_FILTER;

/** An engine in a process of its own, and the database that it works on. */
async function connect(kind: DatabaseKind, options: { readonly signal?: AbortSignal } = {}) {
  const root = testdir({
    'schema.prisma': `datasource db {\n  provider = "${kind.provider}"\n}\n${USER}`,
    prisma: null,
  });
  const database = await kind.create(root);
  const engine = await connectSchemaEngine({
    cwd: root,
    binary: SCHEMA_ENGINE,
    schemaPaths: ['schema.prisma'],
    datasource: { url: database.url },
    environment: cleanEnvironment(),
    ...options,
  });
  return { engine, database };
}

interface Step {
  readonly method: SchemaEngineMethod;
  readonly call: (engine: SchemaEngine, live: LiveEngine, database: TestDatabase) => Promise<unknown>;
}

function step<Method extends SchemaEngineMethod>(
  method: Method,
  parameters: (live: LiveEngine, database: TestDatabase) => Parameters<SchemaEngine[Method]>[0],
): Step {
  return {
    method,
    call: (engine, live, database) =>
      (engine[method] as (given: unknown) => Promise<unknown>)(parameters(live, database)),
  };
}

const STEPS: readonly Step[] = [
  step('getDatabaseVersion', () => undefined),
  step('introspect', (live) => ({
    schema: live.schema(''),
    baseDirectoryPath: '/',
    force: true,
    compositeTypeDepth: -1,
    namespaces: null,
  })),
  step('devDiagnostic', (live) => ({ migrationsList: live.list(INIT), filters })),
  step('diagnoseMigrationHistory', (live) => ({
    migrationsList: live.list(INIT),
    optInToShadowDatabase: true,
    filters,
  })),
  step('applyMigrations', (live) => ({ migrationsList: live.list(INIT), filters })),
  step('applyMigrations', (live) => ({ migrationsList: live.list(INIT), filters })),
  step('diagnoseMigrationHistory', (live) => ({
    migrationsList: live.list(EDITED),
    optInToShadowDatabase: false,
    filters,
  })),
  step('devDiagnostic', (live) => ({ migrationsList: live.list(EDITED), filters })),
  step('diff', (live) => ({
    from: { tag: 'migrations', ...live.list(INIT) },
    to: { tag: 'schemaDatamodel', ...live.schema(NAMED_USER) },
    script: true,
    exitCode: true,
    filters,
  })),
  step('diff', (live) => ({
    from: { tag: 'schemaDatasource', ...live.schema(USER), configDir: '/' },
    to: { tag: 'schemaDatamodel', ...live.schema(NAMED_USER) },
    script: false,
    exitCode: true,
    filters,
  })),
  step('diff', (live) => ({
    from: { tag: 'migrations', ...live.list(BROKEN) },
    to: { tag: 'empty' },
    script: true,
    exitCode: null,
    filters,
  })),
  step('dbExecute', (_, { url }) => ({
    datasourceType: { tag: 'url', url },
    script: 'INSERT INTO "User" VALUES (1);',
  })),
  step('dbExecute', (_, { url }) => ({
    datasourceType: { tag: 'url', url },
    script: 'INSERT INTO "Nope" VALUES (1);',
  })),
  step('evaluateDataLoss', (live) => ({ migrationsList: live.list(INIT), schema: live.schema(NAMED_USER), filters })),
  step('createMigration', (live) => ({
    migrationsList: live.list(INIT),
    schema: live.schema(NAMED_USER),
    filters,
    draft: false,
    migrationName: 'Add näme',
  })),
  step('introspect', (live) => ({
    schema: live.schema(USER),
    baseDirectoryPath: '/',
    force: false,
    compositeTypeDepth: -1,
    namespaces: null,
  })),
  step('introspectSql', () => ({ url: '', force: false, queries: [{ name: 'q', source: 'SELECT 1' }] })),
  step('schemaPush', (live) => ({ schema: live.schema(NAMED_USER), force: false, filters })),
  step('schemaPush', (live) => ({ schema: live.schema(NAMED_USER), force: true, filters })),
  step('applyMigrations', (live) => ({ migrationsList: live.list(INIT, BROKEN), filters })),
  step('applyMigrations', (live) => ({ migrationsList: live.list(INIT, BROKEN), filters })),
  step('markMigrationRolledBack', () => ({ migrationName: '2_broken' })),
  step('markMigrationRolledBack', () => ({ migrationName: '3_unknown' })),
  step('markMigrationApplied', (live) => ({ migrationsList: live.list(INIT, BROKEN), migrationName: '2_broken' })),
  step('markMigrationApplied', (live) => ({ migrationsList: live.list(INIT), migrationName: '1_init' })),
  step('reset', () => ({ filter: filters })),
  step('ensureConnectionValidity', (_, { url }) => ({ datasource: { tag: 'ConnectionString', url } })),
  step('debugPanic', () => undefined as never),
];

/** What came of a step, without what differs between two databases and two moments. */
async function outcome({ method, call }: Step, engine: SchemaEngine, live: LiveEngine, database: TestDatabase) {
  const result = await call(engine, live, database).then(
    (value) => ({ value }),
    (error: unknown) => {
      expect(error).toBeInstanceOf(EngineError);
      const { message, code, meta, isPanic } = error as EngineError;
      return { message, code, meta: meta ?? {}, isPanic };
    },
  );
  const name = /[^/]*$/.exec(database.url.split('?')[0] ?? '')?.[0] ?? '';
  const text = JSON.stringify(result).replaceAll(database.url, 'URL').replaceAll(name, 'NAME');
  return { method, result: JSON.parse(text.replaceAll(/\d{14}_|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?/g, 'TIME')) };
}

describe.each(DATABASES)('an engine in a process of its own, on $name', (kind) => {
  it('gives by every method what a session gives, failures and their codes included', async () => {
    await using direct = await LiveEngine.on(kind, USER);
    const { engine, database } = await connect(kind);
    await using _process = engine;
    const schema = { tag: 'Schema' as const, ...direct.schema(USER), configDir: '/' };
    const created = engine.createDatabase({ datasource: schema });
    // Where there are servers, the test has made the database already.
    if (database.isFile) expect(await created).toEqual({ databaseName: expect.stringMatching(/\.db$/) });
    else await expect(created).rejects.toMatchObject({ code: 'P1009' });
    for (const [at, each] of STEPS.entries()) {
      const [own, given] = await Promise.all([
        outcome(each, engine, direct, database),
        outcome(each, direct.engine, direct, direct.database),
      ]);
      expect({ at, ...own }).toEqual({ at, ...given });
    }
    expect(new Set(STEPS.map(({ method }) => method)).size).toBe(16);
  });

  it('tells when it was killed in the middle of something, and leaves nothing running', async () => {
    const { engine, database } = await connect(kind);
    await using live = await LiveEngine.on(kind, USER);
    const before = enginePids();
    expect(before).toHaveLength(1);
    const applying = engine.applyMigrations({
      migrationsList: live.list(['1_endless', ENDLESS[kind.provider] ?? '']),
      filters,
    });
    const failed = expect(applying).rejects.toMatchObject({
      name: 'EngineError',
      isPanic: true,
      message: 'The schema engine was ended by SIGKILL and said nothing.',
    });
    if (!database.isFile) await expect.poll(() => database.query(SLEEPING), { timeout: 10_000 }).not.toEqual([]);
    for (const pid of before) process.kill(pid, 'SIGKILL');
    await failed;
    await expect(engine.getDatabaseVersion()).rejects.toMatchObject({ isPanic: true });
    await engine[Symbol.asyncDispose]();
    expect(enginePids()).toEqual([]);
  });
});

describe('an engine whose parent is killed', () => {
  it('ends, as nobody asks any more', async () => {
    const root = testdir({ 'schema.prisma': 'datasource db {\n  provider = "sqlite"\n}\n', prisma: null });
    const core = pathToFileURL(join(repositoryRoot, 'packages/core/dist/operations/connect-schema-engine.js')).href;
    const program = `import { connectSchemaEngine } from ${JSON.stringify(core)};
      const options = { cwd: ${JSON.stringify(root)}, binary: ${JSON.stringify(SCHEMA_ENGINE)}, schemaPaths: ['schema.prisma'] };
      const engine = await connectSchemaEngine({ ...options, datasource: { url: 'file:./dev.db' } });
      await engine.createDatabase({ datasource: { tag: 'ConnectionString', url: 'file:./dev.db' } });
      console.log('ready');
      await engine.getDatabaseVersion();
      setInterval(() => {}, 1000);`;
    const parent = execa(process.execPath, ['--input-type=module', '-e', program], {
      env: cleanEnvironment(),
      reject: false,
    });
    await once(parent.stdout, 'data');
    const [pid] = enginePids(parent.pid);
    expect(pid).toBeGreaterThan(0);
    parent.kill('SIGKILL');
    await parent;
    await expect.poll(() => isAlive(pid ?? 0), { timeout: 10_000 }).toBe(false);
  });
});

const SLEEPING =
  "SELECT pid FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND state = 'active' AND pid <> pg_backend_pid()";

/** What does not end by itself. */
const ENDLESS: Readonly<Record<string, string>> = {
  sqlite: 'WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c;',
  postgresql: 'SELECT pg_sleep(1000);',
};

/** The engines that a process has started, and that have not ended. */
function enginePids(parent = process.pid): readonly number[] {
  const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' });
  return listed.split('\n').flatMap((line) => {
    const [pid, ppid, state = '', ...args] = line.trim().split(/\s+/);
    const isIt =
      Number(ppid) === parent && !state.startsWith('Z') && args.some((arg) => arg.endsWith('schema-engine-bin.js'));
    return isIt ? [Number(pid)] : [];
  });
}
