import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { testServer } from '../../packages/core/src/database/postgres/server.test-support.js';
import type { FleetResult } from '../../packages/core/src/index.js';
import { testdir } from '../../packages/core/src/testdir.test-support.js';
import { PostgresTestDatabase } from './postgres-test-database.js';
import { SqliteTestDatabase } from './sqlite-test-database.js';
import type { DatabaseKind, TestDatabase } from './test-database.js';
import { TestWorkspace } from './test-workspace.js';

/** One database of a {@link TestFleet}. */
export interface TestTenant {
  readonly name: string;
  readonly database: TestDatabase;
}

/** How large a fleet is. */
export interface FleetSize {
  readonly databases: number;
  /** Schemas of the first two databases, which count beside them; where there are no schemas, databases. */
  readonly schemas?: number;
}

/** A workspace with a revision of core and one of blog, and the databases of many tenants, listed in `tenants.txt`. */
export class TestFleet {
  readonly workspace: TestWorkspace;
  readonly tenants: readonly TestTenant[];

  constructor(workspace: TestWorkspace, tenants: readonly TestTenant[]) {
    this.workspace = workspace;
    this.tenants = tenants;
  }

  static async on(on: DatabaseKind, size: FleetSize, config: object = {}): Promise<TestFleet> {
    const files = { 'orchestrate.config.json': JSON.stringify(config) };
    const workspace = await TestWorkspace.on(on, { blog: '' }, files);
    workspace.revision(CORE_1, { up: 'CREATE TABLE "User" ("id" INTEGER PRIMARY KEY);\n' });
    workspace.revision(BLOG_1, { up: 'CREATE TABLE "Post" ("id" INTEGER PRIMARY KEY);\n', requires: [CORE_1] });
    const databases = on.provider === 'sqlite' ? sqliteFiles(workspace, size) : await postgresDatabases(size);
    const fleet = new TestFleet(
      workspace,
      databases.map((database, index) => ({ name: `t_${index + 1}`, database })),
    );
    fleet.list(fleet.tenants);
    return fleet;
  }

  /** Writes `tenants.txt` anew. */
  list(tenants: readonly { readonly name: string; readonly database: Pick<TestDatabase, 'url'> }[]): void {
    const lines = tenants.map(({ name, database }) => `${name}=${database.url}`);
    this.workspace.write({ 'tenants.txt': `# The tenants\n${lines.join('\n')}\n` });
  }

  /** `upgrade --all --databases tenants.txt` with more flags. */
  async upgrade(...flags: readonly string[]): Promise<FleetResult & { readonly exitCode: number | undefined }> {
    const args = ['upgrade', '--all', '--databases', 'tenants.txt', '--create-database', ...flags, '--json'];
    const { exitCode, stdout } = await this.workspace.run(...args);
    const { result, error } = JSON.parse(stdout) as { readonly result: FleetResult | null; readonly error: object };
    if (result === null) throw new Error(JSON.stringify(error));
    return { ...result, exitCode };
  }

  /** What each tenant has recorded as applied, in its order; a revision that was applied twice is there twice. */
  async applied(tenants: readonly TestTenant[] = this.tenants): Promise<readonly string[]> {
    const applied: string[] = [];
    for (const { database } of tenants) {
      const names = await database.query<{ readonly name: string }>(
        `SELECT 'core/' || "migration_name" AS name FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL
         UNION ALL SELECT 'blog/' || "migration_name" FROM "_prisma_migrations_blog" WHERE "rolled_back_at" IS NULL`,
      );
      applied.push(
        names
          .map(({ name }) => name)
          .sort()
          .join(),
      );
    }
    return applied;
  }
}

export const CORE_1 = 'core/20260101000000_users';
export const BLOG_1 = 'blog/20260102000000_posts';
export const BOTH = [BLOG_1, CORE_1].join();

/** How many tenants there are by what {@link TestFleet.applied} says of them. */
export function tally(applied: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const each of applied) counts[each] = (counts[each] ?? 0) + 1;
  return counts;
}

/** In memory where there is such a folder: hundreds of files would wait for the disk thousands of times. */
function sqliteFiles({ root }: TestWorkspace, { databases, schemas = 0 }: FleetSize): readonly TestDatabase[] {
  const folder = existsSync('/dev/shm') ? mkdtempSync('/dev/shm/orchestrate-') : testdir();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(folder, join(root, 'tenants'));
  return Array.from({ length: databases + schemas }, (_, index) => new SqliteTestDatabase(root, `tenants/${index}.db`));
}

let fleets = 0;

async function postgresDatabases({ databases, schemas = 0 }: FleetSize): Promise<readonly TestDatabase[]> {
  fleets += 1;
  const names = Array.from({ length: databases }, (_, index) => `fleet_${process.pid}_${fleets}_${index}`);
  const run = async (statements: readonly string[]): Promise<void> => {
    const admin = new pg.Client(testServer.url('postgres'));
    await admin.connect();
    try {
      for (const sql of statements) await admin.query(sql);
    } finally {
      await admin.end();
    }
  };
  onTestFinished(() => run(names.map((name) => `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)));
  // Faster than the way that writes to the log, where nothing is written to disk in the end.
  await run(names.map((name) => `CREATE DATABASE ${name} TEMPLATE template0 STRATEGY FILE_COPY`));
  const shared = names.slice(0, 2);
  const urls = [
    ...names.map((name) => testServer.url(name)),
    ...Array.from({ length: schemas }, (_, index) => `${testServer.url(shared[index % 2] ?? '')}?schema=s_${index}`),
  ];
  return urls.map((url) => new PostgresTestDatabase(url));
}
