import { describe, expect, it } from 'vitest';
import { errorOf } from '../../error-of.test-support.js';
import { sqlHistory } from '../../history/sql-history.js';
import type { HistoryRow } from '../../revisions/history-row.js';
import type { Database, HistoryTable } from '../database.js';
import { openTestDatabase } from './open.test-support.js';
import { postgresDriver } from './postgres-driver.js';
import { createHistoryTable } from './postgres-history.js';
import { createTestDatabase, runSql, servers } from './server.test-support.js';

const table = (extension: string, schema: string | null = null): HistoryTable => ({
  extension,
  table: extension === 'core' ? '_prisma_migrations' : `_prisma_migrations_${extension}`,
  schema,
});

async function create(database: Database, tables: readonly HistoryTable[]): Promise<void> {
  await database.executeAll(tables.flatMap(createHistoryTable), () => {});
}

const insertInto = (name: string, id = 'a'): string =>
  `INSERT INTO ${name} (id, checksum, migration_name, applied_steps_count) VALUES ('${id}', 'c', 'init', 1)`;

describe('reading histories', () => {
  it('takes one look at all tables, in all schemas, and notices those that come and go', async () => {
    const { url } = await createTestDatabase();
    const reading = await openTestDatabase(url, { mode: 'read' });
    const writing = await openTestDatabase(url);
    const tables = [table('core'), table('blog'), table('shop', 'Shop')];
    expect(await reading.readHistory(tables)).toEqual([]);
    await create(writing, tables);
    await writing.execute(insertInto('"Shop"."_prisma_migrations_shop"'));
    await writing.execute(insertInto('_prisma_migrations'));
    const extensions = async (): Promise<unknown> => (await reading.readHistory(tables)).map((row) => row.extension);
    expect(await extensions()).toEqual(['core', 'shop']);
    await writing.execute('DROP TABLE _prisma_migrations');
    expect(await extensions()).toEqual(['shop']);
    await writing.execute('DROP SCHEMA "Shop" CASCADE');
    expect(await extensions()).toEqual([]);
    expect(await reading.readHistory([])).toEqual([]);
  });

  it.each(servers)('gives times to the millisecond, whoever wrote them, on $name', async (server) => {
    const { url } = await server.createDatabase();
    const database = await openTestDatabase(url);
    await create(database, [table('core')]);
    await database.execute(
      `${insertInto('_prisma_migrations').replace('applied_steps_count)', 'applied_steps_count, started_at, finished_at)').replace(', 1)', ", 1, '2026-01-01 00:00:00.123', '2026-01-01 02:00:00.4567+02')")}`,
    );
    await database.execute(`SET TIME ZONE 'Asia/Kolkata'`);
    await database.execute(`UPDATE _prisma_migrations SET started_at = '2026-01-01T00:00:00.123Z'`);
    const [row] = await database.readHistory([table('core')]);
    expect(row?.startedAt).toEqual(new Date('2026-01-01T00:00:00.123Z'));
    expect(row?.finishedAt).toEqual(new Date('2026-01-01T00:00:00.457Z'));
    expect(row?.rolledBackAt).toBeNull();
  });

  it('finds a table by the name that PostgreSQL cut', async () => {
    const { url } = await createTestDatabase();
    const long = table('x'.repeat(48));
    const database = await openTestDatabase(url);
    await create(database, [long]);
    await database.execute(insertInto(postgresDriver.quoteHistoryTable(long)));
    expect(await database.readHistory([long])).toHaveLength(1);
  });

  it.each([
    ['CREATE TABLE _prisma_migrations_blog (id int)', 'checksum'],
    ['CREATE VIEW _prisma_migrations_blog AS SELECT 1 AS id', 'checksum'],
    ['CREATE SEQUENCE _prisma_migrations_blog', 'id'],
    [
      `CREATE TABLE _prisma_migrations_blog (id text, checksum text, finished_at text, migration_name text, logs text,
         rolled_back_at text, started_at text, applied_steps_count text)`,
      'text',
    ],
  ])('%s is no history', async (sql, word) => {
    const { url } = await createTestDatabase({ sql });
    const database = await openTestDatabase(url);
    await create(database, [table('core')]);
    const error = await errorOf(() => database.readHistory([table('core'), table('blog')]));
    expect(error).toMatchObject({ code: 'HISTORY.NOT_A_HISTORY_TABLE', meta: { extension: 'blog' } });
    expect(error.message).toContain(word);
  });
});

describe('the history table', () => {
  const COLUMNS = `SELECT column_name, data_type, character_maximum_length, is_nullable, column_default
FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY ordinal_position`;

  it('is the one that Prisma makes', async () => {
    const { url } = await createTestDatabase();
    const database = await openTestDatabase(url);
    await create(database, [table('core')]);
    const varchar = (column_name: string, character_maximum_length: number): object => ({
      column_name,
      data_type: 'character varying',
      character_maximum_length,
      is_nullable: 'NO',
      column_default: null,
    });
    const other = (column_name: string, data_type: string, column_default: string | null = null): object => ({
      column_name,
      data_type,
      character_maximum_length: null,
      is_nullable: column_default === null ? 'YES' : 'NO',
      column_default,
    });
    expect(await database.query(COLUMNS)).toEqual([
      varchar('id', 36),
      varchar('checksum', 64),
      other('finished_at', 'timestamp with time zone'),
      varchar('migration_name', 255),
      other('logs', 'text'),
      other('rolled_back_at', 'timestamp with time zone'),
      other('started_at', 'timestamp with time zone', 'now()'),
      other('applied_steps_count', 'integer', '0'),
    ]);
  });

  it('comes with its schema, that of the URL included, where that is missing', async () => {
    const { url } = await createTestDatabase();
    const database = await openTestDatabase(`${url}?schema=${encodeURIComponent('It\'s "new"')}`);
    expect(await database.readHistory([table('core')])).toEqual([]);
    const tables = [table('core'), table('blog', "blog's")];
    await create(database, tables);
    await create(database, tables);
    const store = sqlHistory({ database, driver: postgresDriver, tables });
    for (const extension of ['core', 'blog']) await store.insert(row(extension));
    expect(await store.read()).toEqual([row('blog'), row('core')]);
    expect(await database.query("SELECT nspname FROM pg_namespace WHERE nspname ~ ' |''' ORDER BY 1")).toEqual([
      { nspname: 'It\'s "new"' },
      { nspname: "blog's" },
    ]);
  });

  it('can be had by a role that may do nothing outside its schema, and else names what is missing', async () => {
    const role = `limited_${Date.now()}_${process.pid}`;
    const { url, name } = await createTestDatabase({
      sql: `CREATE ROLE ${role} LOGIN PASSWORD 'pw'; CREATE SCHEMA own AUTHORIZATION ${role}; REVOKE ALL ON SCHEMA public FROM PUBLIC`,
    });
    const limited = new URL(url);
    limited.username = role;
    limited.password = 'pw';
    const own = await openTestDatabase(`${limited.href}?schema=own`);
    await create(own, [table('core'), table('blog', 'own')]);
    const elsewhere = await openTestDatabase(limited.href);
    for (const statements of [createHistoryTable(table('core', 'public')), createHistoryTable(table('core', 'new'))]) {
      const error = await errorOf(() => elsewhere.executeAll(statements, () => {}));
      expect(error).toMatchObject({ code: 'DATABASE.NO_PRIVILEGE', message: expect.stringContaining(role) });
    }
    await runSql(url, `CREATE TABLE own.of_others (x int); REVOKE ALL ON own._prisma_migrations FROM ${role}`);
    expect(await errorOf(() => own.readHistory([table('core')]))).toMatchObject({ code: 'DATABASE.NO_PRIVILEGE' });
    await own.close();
    await elsewhere.close();
    await runSql(url, `DROP OWNED BY ${role} CASCADE; DROP ROLE ${role}`);
    expect(name).toMatch(/^test_/);
  });
});

function row(extension: string): HistoryRow {
  return {
    id: extension,
    extension,
    name: 'init',
    checksum: 'c',
    startedAt: new Date('2026-01-01T00:00:00.123Z'),
    finishedAt: new Date('2026-01-01T00:00:00.999Z'),
    rolledBackAt: null,
    logs: "line\nit's ?",
    appliedStepsCount: 1,
  };
}
