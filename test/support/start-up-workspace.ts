import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseKind, TestDatabase } from './test-database.js';
import { TestWorkspace } from './test-workspace.js';

/** What {@link startUpWorkspace} has applied, and what is pending. */
export const FIRST = 'core/20260101000000_init';
export const SECOND = 'core/20260102000000_fill';
export const THIRD = 'core/20260103000000_last';

/** Rows after the first revision; the second one adds one. */
export const ITEMS = 50;

const ROWS = Array.from({ length: ITEMS }, (_, at) => `(${at}, 'row ${at}')`).join(', ');

/** The third revision where it fails at its last statement, which no transaction takes back: ten rows are gone by then. */
export function failingOutside({ provider }: DatabaseKind): string {
  return `${begunOutside(provider)}DROP TABLE "nowhere";\n`;
}

/** The same, mended. */
export function begunOutside(provider: DatabaseKind['provider']): string {
  const outside =
    provider === 'sqlite' ? 'VACUUM;' : 'CREATE INDEX CONCURRENTLY IF NOT EXISTS "item_name" ON "item" ("name");';
  return `DELETE FROM "item" WHERE "id" < 10;\n${outside}\n`;
}

/** A database with some rows and an empty table of notes, and a workspace with two more revisions. */
export async function startUpWorkspace(
  on: DatabaseKind,
  third = 'CREATE TABLE "last" ("n" INTEGER);\n',
): Promise<TestWorkspace> {
  const workspace = await TestWorkspace.on(on, {});
  workspace.revision(FIRST, {
    up: `CREATE TABLE "item" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT);
INSERT INTO "item" VALUES ${ROWS};
CREATE TABLE "note" ("text" TEXT NOT NULL);
`,
  });
  await workspace.upgrade('--all');
  workspace.revision(SECOND, { up: `INSERT INTO "item" VALUES (${ITEMS}, 'row ${ITEMS}');\n` });
  workspace.revision(THIRD, { up: third });
  return workspace;
}

/** The number of rows in a table. */
export async function countRows(database: TestDatabase, table: 'item' | 'note'): Promise<number> {
  const [row] = await database.query<{ readonly n: number }>(`SELECT count(*) AS n FROM "${table}"`);
  return Number(row?.n);
}

/** The names of all backups of a workspace. */
export function backupsOf({ root }: TestWorkspace): readonly string[] {
  const folder = join(root, '.orchestrate/backups');
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.backup')) : [];
}
