import pg from 'pg';
import { createTestDatabase } from '../../packages/core/src/database/postgres/server.test-support.js';
import { SCHEMA_PARTS, type SchemaPart } from './describe-postgres-schema.js';
import { postgresPrismaAdapter } from './postgres-prisma-adapter.js';
import type { PrismaConnections } from './prisma-adapter.js';
import {
  type DatabaseKind,
  type DatabaseSchemas,
  historyTableOf,
  type SchemaDescription,
  type StoredRow,
  type TestDatabase,
  tablesOf,
} from './test-database.js';

/** PostgreSQL, as a database of the server that all tests of a run share. */
export const POSTGRESQL: DatabaseKind = {
  name: 'PostgreSQL',
  provider: 'postgresql',
  create: async (_root, _name, schema) => {
    const { url } = await createTestDatabase();
    return new PostgresTestDatabase(schema === undefined ? url : `${url}?schema=${schema}`);
  },
  engineName: (table) => (table.includes('.') ? table : `public.${table}`),
  autoIncrement: '"id" SERIAL NOT NULL PRIMARY KEY',
  idColumn: '"id" INTEGER NOT NULL PRIMARY KEY',
  noTable: (name) => `relation "${name}" does not exist`,
  noTableCode: '42P01',
  neededKey: 'cannot drop index nick because other objects depend on it',
  noKey: 'no unique constraint matching given keys for referenced table "User"',
  brokenDraft: 'REVISION.DRAFT_FAILS',
  renamedKey: (table, formerly) => `ALTER TABLE "${table}" RENAME CONSTRAINT "${formerly}_pkey" TO "${table}_pkey";\n`,
  outside: (table, index) =>
    `VACUUM ${table};\nCREATE INDEX CONCURRENTLY ${index} ON ${table} ("n");\nREINDEX INDEX CONCURRENTLY ${index};`,
  releaseSeconds: '60',
  killRounds: 6,
  slow: 'CREATE TABLE "Slow" AS SELECT pg_sleep(1)::text;',
  endless: 'CREATE TABLE "Endless" AS SELECT pg_sleep(1000000)::text;',
  scripts: [
    'CREATE FUNCTION "f"() RETURNS trigger LANGUAGE plpgsql AS $body$\nBEGIN\n  PERFORM 1; RETURN NEW; -- ;\nEND\n$body$;\nCREATE TRIGGER "t" AFTER INSERT ON "Post" FOR EACH ROW EXECUTE FUNCTION "f"();\n',
    `CREATE TYPE "Mood" AS ENUM ('it''s; good', 'bad');\nALTER TABLE "Post" ADD COLUMN "mood" "Mood" DEFAULT 'bad';\n`,
    // As Prisma's engine writes the change of an enum.
    [
      `BEGIN;\nCREATE TYPE "Mood_new" AS ENUM ('bad');`,
      'ALTER TABLE "Post" ALTER COLUMN "mood" DROP DEFAULT;',
      'ALTER TABLE "Post" ALTER COLUMN "mood" TYPE "Mood_new" USING ("mood"::text::"Mood_new");',
      'ALTER TYPE "Mood" RENAME TO "Mood_old";\nALTER TYPE "Mood_new" RENAME TO "Mood";\nDROP TYPE "Mood_old";',
      `ALTER TABLE "Post" ALTER COLUMN "mood" SET DEFAULT 'bad';\nCOMMIT;\n`,
    ].join('\n'),
    `DO $$ BEGIN\n  ALTER TYPE "Mood" ADD VALUE 'worse';\nEND $$;\n`,
  ],
};

/** A database on a server. Every call has a connection of its own, so that none is left open. */
export class PostgresTestDatabase implements TestDatabase {
  readonly isFile = false;
  readonly exists = true;
  readonly url: string;
  readonly display: string;
  readonly #held: pg.Client | null;

  /** @param held a connection to look at it with, instead of one for each look */
  constructor(url: string, held: pg.Client | null = null) {
    this.url = url;
    this.#held = held;
    this.display = url.replace(/:[^:@/]+@/, ':***@').replace(/\?.*/, '');
  }

  async query<Row>(sql: string): Promise<readonly Row[]> {
    if (this.#held !== null) return (await this.#held.query(sql)).rows as Row[];
    return this.together((held) => held.query(sql));
  }

  async together<Result>(look: (database: TestDatabase) => Promise<Result>): Promise<Result> {
    if (this.#held !== null) return look(this);
    const client = new pg.Client({ ...connectionOf(this.url), types: { getTypeParser } });
    await client.connect();
    try {
      return await look(new PostgresTestDatabase(this.url, client));
    } finally {
      await client.end();
    }
  }

  async execute(sql: string): Promise<void> {
    await this.query(sql);
  }

  async schema(): Promise<SchemaDescription> {
    return (await this.schemas()).own;
  }

  async historySchema(): Promise<SchemaDescription> {
    return (await this.schemas()).history;
  }

  async schemas(): Promise<DatabaseSchemas> {
    const own: Record<string, string[]> = {};
    const history: Record<string, string[]> = {};
    for (const { object, part } of await this.query<SchemaPart>(SCHEMA_PARTS)) {
      const objects = isHistory(object.slice(object.indexOf(' ') + 1)) ? history : own;
      if (objects === history && !object.startsWith('table ')) continue;
      objects[object] ??= [];
      if (part !== null) objects[object].push(part);
    }
    return { own, history };
  }

  async rows(table: string): Promise<readonly unknown[]> {
    const rows = await this.query<{ row: string }>(
      `SELECT row_to_json(t)::text AS row FROM ${quote(table)} AS t ORDER BY row_to_json(t)::text COLLATE "C"`,
    );
    return rows.map(({ row }) => JSON.parse(row));
  }

  async history(extension: string): Promise<readonly StoredRow[]> {
    const rows = await this.query<Omit<StoredRow, `${string}_at`> & Record<`${string}_at`, Date | null>>(
      `SELECT * FROM "${historyTableOf(extension)}" ORDER BY "started_at", "migration_name"`,
    );
    return rows.map((row) => ({
      ...row,
      started_at: row['started_at']?.getTime() ?? Number.NaN,
      finished_at: row['finished_at']?.getTime() ?? null,
      rolled_back_at: row['rolled_back_at']?.getTime() ?? null,
    }));
  }

  // The server keeps its foreign keys itself, unless they are not yet validated.
  orphans(): Promise<readonly unknown[]> {
    return this.query('SELECT conname FROM pg_constraint WHERE NOT convalidated');
  }

  async fill(): Promise<void> {
    const columns = await this.query<{ table: string; column: string; type: string; label: string | null }>(
      `SELECT c.relname AS table, attname AS column, format_type(atttypid, atttypmod) AS type,
         (SELECT enumlabel FROM pg_enum WHERE enumtypid = atttypid ORDER BY enumsortorder LIMIT 1) AS label
       FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
       WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND attnum > 0 AND NOT attisdropped`,
    );
    const inserts = (await tablesOf(this)).map((table) => {
      const own = columns.filter((column) => column.table === table);
      const values = own.map(({ type, label }) => (label === null ? sample(type) : `'${label}'`));
      return `INSERT INTO "${table}" (${own.map(({ column }) => `"${column}"`).join(', ')}) VALUES (${values.join(', ')});`;
    });
    // What a row refers to may come after it.
    await this.execute(`SET session_replication_role = replica;\n${inserts.join('\n')}`);
  }

  // The types of its columns are all there is to see.
  async storedTypes(): Promise<readonly unknown[]> {
    return [];
  }

  async connectPrisma(): Promise<PrismaConnections> {
    const clients: pg.Client[] = [];
    const schema = schemaOf(this.url);
    const connectTo = async (url: string): Promise<object> => {
      const client = new pg.Client(connectionOf(url));
      clients.push(client);
      await client.connect();
      return postgresPrismaAdapter(client, schema);
    };
    return {
      provider: 'postgres',
      lockfileProvider: 'postgresql',
      connect: () => connectTo(this.url),
      connectToShadowDb: async () => {
        const sql = `CREATE SCHEMA IF NOT EXISTS ${pg.escapeIdentifier(schema)}`;
        const { url } = await createTestDatabase({ name: 'prisma_shadow', sql });
        return connectTo(`${url}?schema=${schema}`);
      },
      close: async () => void (await Promise.all(clients.map((client) => client.end()))),
    };
  }
}

/** The schema that unqualified names mean, as a URL of Prisma's says it. */
function schemaOf(url: string): string {
  return new URL(url).searchParams.get('schema') ?? 'public';
}

function connectionOf(url: string): pg.ClientConfig {
  return { connectionString: url.replace(/\?.*/, ''), options: `-c search_path=${pg.escapeIdentifier(schemaOf(url))}` };
}

function isHistory(name: string): boolean {
  return /^([^.]+\.)?_prisma_migrations/.test(name);
}

function quote(name: string): string {
  return name.split('.').map(pg.escapeIdentifier).join('.');
}

/** A value, as text that the server reads as it needs it. */
function sample(type: string): string {
  if (type.endsWith('[]')) return `'{}'`;
  if (type.startsWith('timestamp') || type === 'date') return `'2026-01-01'`;
  if (type === 'uuid') return `'00000000-0000-0000-0000-000000000001'`;
  return type === 'point' ? `'(1, 1)'` : `'1'`;
}

// Numbers of 64 bits, as count(*) gives, are small in a test.
function getTypeParser(...[oid, format]: Parameters<typeof pg.types.getTypeParser>): (value: string) => unknown {
  return oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format);
}
