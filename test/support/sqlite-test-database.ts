import { existsSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describeSqliteSchema } from './describe-sqlite-schema.js';
import type { PrismaConnections } from './prisma-adapter.js';
import { sqlitePrismaAdapter } from './sqlite-prisma-adapter.js';
import {
  type DatabaseKind,
  type DatabaseSchemas,
  historyTableOf,
  type SchemaDescription,
  type StoredRow,
  type TestDatabase,
} from './test-database.js';

const HISTORY_COLUMNS = [
  'id',
  'checksum',
  'finished_at',
  'migration_name',
  'logs',
  'rolled_back_at',
  'started_at',
  'applied_steps_count',
];

/** SQLite, in a file of the workspace. */
export const SQLITE: DatabaseKind = {
  name: 'SQLite',
  provider: 'sqlite',
  create: async (root, name) => new SqliteTestDatabase(root, name ?? 'prisma/dev.db'),
  engineName: (table) => table,
  autoIncrement: '"id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT',
  idColumn: '"id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT',
  noTable: (name) => `no such table: ${name}`,
  noTableCode: 'SQLITE_ERROR',
  neededKey: 'foreign key mismatch - "Post" referencing "User"',
  noKey: '"Post" referencing "User"',
  brokenDraft: 'REVISION.DRAFT_BREAKS',
  renamedKey: () => '',
  outside: () => 'VACUUM;',
  releaseSeconds: '0',
  killRounds: 6,
  slow: `CREATE TABLE "Slow" AS ${count(2e7)};`,
  endless: `CREATE TABLE "Endless" AS ${count(1e12)};`,
  scripts: [
    'CREATE TRIGGER "t" AFTER INSERT ON "Post" BEGIN\n  SELECT 1; SELECT 2;\nEND;\n',
    [
      'PRAGMA foreign_keys=OFF;',
      'CREATE TABLE "new_User" ("id" INTEGER PRIMARY KEY, "name" TEXT);',
      'INSERT INTO "new_User" ("id") SELECT "id" FROM "User";',
      'DROP TABLE "User";',
      'ALTER TABLE "new_User" RENAME TO "User";',
      'PRAGMA foreign_keys=ON;',
    ].join('\n'),
  ],
};

/** A SQLite file; made by whoever first writes to it. */
export class SqliteTestDatabase implements TestDatabase {
  readonly isFile = true;
  readonly url: string;
  readonly display: string;
  /** Absolute. */
  readonly file: string;

  /** @param path relative to the workspace's root */
  constructor(root: string, path: string) {
    this.url = `file:./${path}`;
    this.display = this.url;
    this.file = join(root, path);
  }

  get exists(): boolean {
    return existsSync(this.file);
  }

  async query<Row>(sql: string): Promise<readonly Row[]> {
    return this.#with((connection) => connection.prepare<[], Row>(sql).all());
  }

  async execute(sql: string): Promise<void> {
    this.#with((connection) => connection.exec(sql));
  }

  async schema(): Promise<SchemaDescription> {
    return this.#with((connection) => describeSqliteSchema(connection, (name) => !isHistory(name)));
  }

  async historySchema(): Promise<SchemaDescription> {
    return this.#with((connection) => describeSqliteSchema(connection, isHistory));
  }

  async schemas(): Promise<DatabaseSchemas> {
    return { own: await this.schema(), history: await this.historySchema() };
  }

  together<Result>(look: (database: TestDatabase) => Promise<Result>): Promise<Result> {
    return look(this);
  }

  rows(table: string): Promise<readonly unknown[]> {
    return this.query(`SELECT * FROM "${table}" ORDER BY rowid`);
  }

  history(extension: string): Promise<readonly StoredRow[]> {
    return this.query(`SELECT * FROM "${historyTableOf(extension)}" ORDER BY rowid`);
  }

  orphans(): Promise<readonly unknown[]> {
    return this.query('PRAGMA foreign_key_check');
  }

  async fill(): Promise<void> {
    this.#with((connection) => {
      connection.pragma('foreign_keys = OFF');
      for (const object of Object.keys(describeSqliteSchema(connection, (name) => !isHistory(name)))) {
        const table = object.replace(/^table /, '');
        if (table === object) continue;
        const columns = connection.pragma(`table_info("${table}")`) as readonly { readonly name: string }[];
        const names = columns.map(({ name }) => `"${name}"`);
        connection.exec(`INSERT INTO "${table}" (${names.join(', ')}) VALUES (${names.map(() => 1).join(', ')})`);
      }
    });
  }

  storedTypes(): Promise<readonly unknown[]> {
    const types = HISTORY_COLUMNS.map(
      (name) => `typeof("${name}") AS "${name}", length("${name}") AS "${name} length"`,
    );
    return this.query(`SELECT ${types.join(', ')} FROM "_prisma_migrations"`);
  }

  async connectPrisma(): Promise<PrismaConnections> {
    const connection = new BetterSqlite3(this.file);
    return {
      provider: 'sqlite',
      lockfileProvider: 'sqlite',
      connect: async () => sqlitePrismaAdapter(connection),
      connectToShadowDb: async () => sqlitePrismaAdapter(new BetterSqlite3(':memory:')),
      close: async () => void connection.close(),
    };
  }

  // Not read-only: what a killed process left half-written must be taken back first.
  #with<Result>(work: (connection: BetterSqlite3.Database) => Result): Result {
    const connection = new BetterSqlite3(this.file);
    try {
      connection.pragma('foreign_keys = ON');
      return work(connection);
    } finally {
      connection.close();
    }
  }
}

function isHistory(name: string): boolean {
  return name.startsWith('_prisma_migrations');
}

function count(to: number): string {
  return `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${to}) SELECT count(*) AS total FROM n`;
}
