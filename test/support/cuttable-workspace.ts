import { POSTGRESQL, PostgresTestDatabase } from './postgres-test-database.js';
import type { DatabaseKind, TestDatabase } from './test-database.js';
import { TestWorkspace } from './test-workspace.js';
import { untilRow } from './until-row.js';

/** The PostgreSQL database behind a URL, as what a workspace works on. */
export function postgresAt(url: string): DatabaseKind {
  return { ...POSTGRESQL, create: async () => new PostgresTestDatabase(url) };
}

/** The setting of a database that says what happens at which point, as `cut core/1:3`. */
const SETTING = 'test.point';

/** What a script does at a point: end its own session, or pause for longer than a test lasts. */
export type Happening = 'cut' | 'pause';

/** A workspace whose scripts can end or hold up the session that runs them. */
export interface CuttableWorkspace {
  readonly workspace: TestWorkspace;
  /** Revisions in plan order. */
  readonly revisions: readonly string[];
  /** The points at which something can happen, in plan order: before the first statement of a script and after each. */
  readonly points: readonly string[];
}

const EXTENSIONS = ['core', 'blog', 'stats'] as const;

const TRANSACTIONAL = ['plain', 'enum', 'plain'] as const;
const MIXED = ['plain', 'concurrent', 'own transactions'] as const;

type Kind = (typeof TRANSACTIONAL)[number] | (typeof MIXED)[number];

/**
 * Revisions that show when one of them is applied twice, not at all, or only in part: each creates a table, counts up,
 * and copies the count.
 *
 * @param kinds whether all scripts run in a transaction; `mixed` ones go statement by statement in part
 */
export async function cuttableWorkspace(url: string, kinds: 'transactional' | 'mixed'): Promise<CuttableWorkspace> {
  const workspace = await TestWorkspace.on(postgresAt(url), { blog: '', stats: '' });
  const revisions: string[] = [];
  const points: string[] = [];
  for (const [round, kind] of (kinds === 'mixed' ? MIXED : TRANSACTIONAL).entries()) {
    for (const [index, extension] of EXTENSIONS.entries()) {
      const id = `${extension}/2026010${round + 1}00000${index}_${kind.replace(' ', '_')}`;
      const statements = statementsOf(extension, round, kind);
      const own = ['', ...statements].map((_, at) => `${id}:${at}`);
      workspace.revision(id, {
        up: own.flatMap((point, at) => [...statements.slice(at - 1, at), happening(point)]).join('\n'),
      });
      revisions.push(id);
      points.push(...own);
    }
  }
  return { workspace, revisions, points };
}

/** Says what happens in the next run, and where; null for nothing. */
export async function atNextRun(database: TestDatabase, what: `${Happening} ${string}` | null): Promise<void> {
  const change = what === null ? `RESET ${SETTING}` : `SET ${SETTING} = ''${what}''`;
  await database.execute(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I ${change}', current_database()); END $$`);
}

/** Waits until a script pauses. */
export async function untilPaused(database: TestDatabase): Promise<void> {
  const sql = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`;
  await untilRow(database.url, sql);
}

function happening(point: string): string {
  return `SELECT CASE current_setting('${SETTING}', true)
  WHEN 'cut ${point}' THEN pg_terminate_backend(pg_backend_pid())::text
  WHEN 'pause ${point}' THEN pg_sleep(3600)::text
END;`;
}

function statementsOf(extension: string, round: number, kind: Kind): readonly string[] {
  const counter = `"${extension}_counter"`;
  const table = `"${extension}_${round}"`;
  const first = round === 0 ? [`CREATE TABLE ${counter} AS SELECT 0 AS "n";`] : [];
  const create = `CREATE TABLE ${table} ("n" INTEGER PRIMARY KEY);`;
  const count = `UPDATE ${counter} SET "n" = "n" + 1;`;
  const fill = `INSERT INTO ${table} ("n") SELECT "n" * 10 FROM ${counter};`;
  switch (kind) {
    case 'plain':
      return [...first, create, count, fill];
    case 'enum':
      return [
        create,
        count,
        `CREATE TYPE "${extension}_kind" AS ENUM ('A', 'B');`,
        `ALTER TYPE "${extension}_kind" ADD VALUE 'C';`,
      ];
    case 'concurrent':
      return [create, count, `CREATE INDEX CONCURRENTLY "${extension}_${round}_n" ON ${table} ("n");`, fill];
    case 'own transactions':
      return [create, 'BEGIN;', count, fill, 'COMMIT;', 'BEGIN ISOLATION LEVEL SERIALIZABLE;', count, 'COMMIT;'];
  }
}
